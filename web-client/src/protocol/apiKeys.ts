import type { ApiClient } from "./apiClient";

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
export interface ApiKey {
  id: string;
  name: string;
  scopes: string[];
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

/** All keys, newest first. */
export function listApiKeys(api: ApiClient): Promise<{ items: ApiKey[] }> {
  return api.send("api-keys");
}

/** Makes a key; its secret is told this once. */
export function createApiKey(
  api: ApiClient,
  key: { name: string; scopes: readonly Scope[]; expires_at?: string },
): Promise<ApiKey & { secret: string }> {
  return api.send("api-keys", { method: "POST", body: key });
}

/** Ends a key at once. */
export function revokeApiKey(api: ApiClient, id: string): Promise<void> {
  return api.send(`api-keys/${id}`, { method: "DELETE" });
}
