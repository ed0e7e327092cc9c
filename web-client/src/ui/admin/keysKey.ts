/** Under which the list of servers' keys is kept. */
export const keysKey = ["api-keys"];
