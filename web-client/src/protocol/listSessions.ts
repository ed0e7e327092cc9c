import type { ApiClient } from "./apiClient";

/** A browser in which somebody is signed in. Times are RFC 3339 in UTC. */
export interface SignedInBrowser {
  id: string;
  /** What it calls itself (`User-Agent`). */
  device: string;
  created_at: string;
  used_at: string;
  /** Whether it is this one. */
  current: boolean;
}

/** One's own browsers, last used first. */
export function listSessions(api: ApiClient): Promise<{ items: SignedInBrowser[] }> {
  return api.send("me/sessions");
}
