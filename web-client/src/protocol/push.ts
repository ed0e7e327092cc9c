import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** The key that browsers subscribe with, in URL-safe base 64. */
export function pushKey(api: ApiClient): Promise<{ public_key: string }> {
  return api.ask("GET", "/api/v1/push");
}

/** Has this browser told of calls and of those who wait while no page is open. */
export function subscribePush(api: ApiClient, subscription: PushSubscriptionJSON): Promise<{ id: string }> {
  // Browsers leave none of it out where a subscription stands.
  const body = subscription as Schema<"NewPushSubscription">;
  return api.ask("POST", "/api/v1/me/push-subscriptions", { body });
}

/** Has a browser told no more. */
export function unsubscribePush(api: ApiClient, id: string): Promise<void> {
  return api.ask("DELETE", "/api/v1/me/push-subscriptions/{id}", { params: { id } });
}
