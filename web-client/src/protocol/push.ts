import type { ApiClient } from "./apiClient";

/** The key that browsers subscribe with, in URL-safe base 64. */
export function pushKey(api: ApiClient): Promise<{ public_key: string }> {
  return api.send("push");
}

/** Has this browser told of calls and of those who wait while no page is open. */
export function subscribePush(api: ApiClient, subscription: PushSubscriptionJSON): Promise<{ id: string }> {
  return api.send("me/push-subscriptions", { method: "POST", body: subscription });
}

/** Has a browser told no more. */
export function unsubscribePush(api: ApiClient, id: string): Promise<void> {
  return api.send(`me/push-subscriptions/${id}`, { method: "DELETE" });
}
