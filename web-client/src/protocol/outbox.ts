import type { ApiClient } from "./apiClient";

/** A message to people that was not sent yet, without names, addresses, texts. */
export interface UnsentMessage {
  id: string;
  channel: "mail" | "sms";
  purpose: string;
  /** Account, consultation or invitation. */
  about: string;
  /** `failed` for good. */
  state: "waiting" | "failed";
  failure: "refused" | "unreachable" | "expired" | null;
  attempts: number;
  created_at: string;
  /** When it is tried next. */
  due_at: string | null;
}

/** Newest first, at most 200. */
export async function listUnsent(api: ApiClient): Promise<UnsentMessage[]> {
  return (await api.send<{ items: UnsentMessage[] }>("outbox")).items;
}
