import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";
import type { Seen } from "./seen";

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

/** A webhook as it is now, to be changed. */
export function seeWebhook(api: ApiClient, id: string): Promise<Seen<Webhook>> {
  return api.see("/api/v1/webhooks/{id}", { params: { id } });
}

/** Whether it is sent anything from now on. `precondition_failed`: somebody else changed it since it was seen. */
export function enableWebhook(
  api: ApiClient,
  { answer: { id }, tag }: Seen<Webhook>,
  enabled: boolean,
): Promise<Webhook> {
  const condition = tag === null ? {} : { headers: { "If-Match": tag } };
  return api.ask("PATCH", "/api/v1/webhooks/{id}", { params: { id }, body: { enabled }, ...condition });
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
