import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** What a server's key opens. */
export const scopes = [
  "rooms:read",
  "rooms:write",
  "tokens:write",
  "webhooks:read",
  "webhooks:write",
  "captions:write",
] as const;
export type Scope = (typeof scopes)[number];

/** A server's key, without its secret. Times are RFC 3339 in UTC. */
export type ApiKey = Schema<"ApiKey">;

/** All keys, newest first. */
export function listApiKeys(api: ApiClient): Promise<{ items: ApiKey[] }> {
  return api.ask("GET", "/api/v1/api-keys");
}

/** Makes a key; its secret is told this once. */
export function createApiKey(
  api: ApiClient,
  key: { name: string; scopes: readonly Scope[]; expires_at?: string },
): Promise<ApiKey & { secret: string }> {
  return api.ask("POST", "/api/v1/api-keys", { body: key });
}

/** Ends a key at once. */
export function revokeApiKey(api: ApiClient, id: string): Promise<void> {
  return api.ask("DELETE", "/api/v1/api-keys/{id}", { params: { id } });
}
