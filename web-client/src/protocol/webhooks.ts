import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** What other programs can be told of. */
export const webhookEvents = [
  "consultation.created",
  "consultation.started",
  "consultation.ended",
  "participant.joined",
  "participant.left",
  "message.created",
  "report.ready",
  "recording.ready",
] as const satisfies Schema<"WebhookEventType">[];
export type WebhookEvent = Schema<"WebhookEventType">;

/** Another program that is told, without its secret. Times are RFC 3339 in UTC. */
export type Webhook = Schema<"Webhook">;

/** What it was sent, or will be. */
export type WebhookDelivery = Schema<"WebhookDelivery">;

/** All of them, newest first. */
export function listWebhooks(api: ApiClient): Promise<{ items: Webhook[] }> {
  return api.ask("GET", "/api/v1/webhooks");
}

/** Makes one; its secret is told this once. */
export function createWebhook(
  api: ApiClient,
  webhook: { url: string; events: readonly WebhookEvent[] },
): Promise<Webhook & { secret: string }> {
  return api.ask("POST", "/api/v1/webhooks", { body: webhook });
}

/** Whether it is sent anything from now on. */
export function enableWebhook(api: ApiClient, id: string, enabled: boolean): Promise<Webhook> {
  return api.ask("PATCH", "/api/v1/webhooks/{id}", { params: { id }, body: { enabled } });
}

/** Removes one with its deliveries. */
export function removeWebhook(api: ApiClient, id: string): Promise<void> {
  return api.ask("DELETE", "/api/v1/webhooks/{id}", { params: { id } });
}

/** Sends it nothing but a sign of life. */
export function pingWebhook(api: ApiClient, id: string): Promise<WebhookDelivery> {
  return api.ask("POST", "/api/v1/webhooks/{id}/ping", { params: { id } });
}

/** What it was sent, newest first. */
export function listDeliveries(
  api: ApiClient,
  id: string,
  cursor: string | null,
): Promise<{ items: WebhookDelivery[]; next_cursor: string | null }> {
  return api.ask("GET", "/api/v1/webhooks/{id}/deliveries", { params: { id }, query: { cursor } });
}

/** Sends a delivery again. */
export function redeliver(api: ApiClient, id: string, delivery: string): Promise<WebhookDelivery> {
  return api.ask("POST", "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver", {
    params: { id, delivery },
  });
}
