import type { ApiClient } from "./apiClient";

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
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

/** Another program that is told, without its secret. Times are RFC 3339 in UTC. */
export interface Webhook {
  id: string;
  url: string;
  events: string[];
  description: string;
  created_at: string;
  enabled: boolean;
  disabled_for: "hand" | "failing" | "gone" | null;
  failing_since: string | null;
}

/** What it was sent, or will be. */
export interface WebhookDelivery {
  id: string;
  event: string;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  status_code: number | null;
  created_at: string;
  next_attempt_at: string | null;
}

/** All of them, newest first. */
export function listWebhooks(api: ApiClient): Promise<{ items: Webhook[] }> {
  return api.send("webhooks");
}

/** Makes one; its secret is told this once. */
export function createWebhook(
  api: ApiClient,
  webhook: { url: string; events: readonly WebhookEvent[] },
): Promise<Webhook & { secret: string }> {
  return api.send("webhooks", { method: "POST", body: webhook });
}

/** Whether it is sent anything from now on. */
export function enableWebhook(api: ApiClient, id: string, enabled: boolean): Promise<Webhook> {
  return api.send(`webhooks/${id}`, { method: "PATCH", body: { enabled } });
}

/** Removes one with its deliveries. */
export function removeWebhook(api: ApiClient, id: string): Promise<void> {
  return api.send(`webhooks/${id}`, { method: "DELETE" });
}

/** Sends it nothing but a sign of life. */
export function pingWebhook(api: ApiClient, id: string): Promise<WebhookDelivery> {
  return api.send(`webhooks/${id}/ping`, { method: "POST" });
}

/** What it was sent, newest first. */
export function listDeliveries(
  api: ApiClient,
  id: string,
  cursor: string | null,
): Promise<{ items: WebhookDelivery[]; next_cursor: string | null }> {
  return api.send(`webhooks/${id}/deliveries${cursor ? `?cursor=${cursor}` : ""}`);
}

/** Sends a delivery again. */
export function redeliver(api: ApiClient, webhook: string, delivery: string): Promise<WebhookDelivery> {
  return api.send(`webhooks/${webhook}/deliveries/${delivery}/redeliver`, { method: "POST" });
}
