/** Under which the list of webhooks is kept, and each one's deliveries. */
export const webhooksKey = ["webhooks"];
