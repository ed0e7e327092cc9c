import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** A message to people that was not sent yet, without names, addresses, texts. */
export type UnsentMessage = Schema<"UnsentMessage">;

/** Newest first, at most 200. */
export async function listUnsent(api: ApiClient): Promise<UnsentMessage[]> {
  return (await api.ask("GET", "/api/v1/outbox")).items;
}
