import type { ApiClient } from "./apiClient";
import type { JoinAnswer } from "./consultation";

/** What a guest shows at the door. */
export type Entry = { code: string } | { shareToken: string };

/** A place for somebody without an account. */
export function joinAsGuest(api: ApiClient, entry: Entry, displayName: string): Promise<JoinAnswer> {
  const key = "code" in entry ? { code: entry.code } : { share_token: entry.shareToken };
  const body = { ...key, display_name: displayName };
  return api.ask("POST", "/api/v1/join", { body }) as Promise<JoinAnswer>;
}
