import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** A browser in which somebody is signed in. Times are RFC 3339 in UTC. */
export type SignedInBrowser = Schema<"SignedInBrowser">;

/** One's own browsers, last used first. */
export function listSessions(api: ApiClient): Promise<{ items: SignedInBrowser[] }> {
  return api.ask("GET", "/api/v1/me/sessions");
}
