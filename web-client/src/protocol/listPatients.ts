import type { ApiClient } from "./apiClient";

/** A patient as their doctor sees them. */
export interface Patient {
  id: string;
  name: string;
  email: string;
}

/** A doctor's own patients whose name or address contains a text, one page after the other. */
export function listPatients(
  api: ApiClient,
  { q, cursor }: { q: string; cursor: string | null },
): Promise<{ items: Patient[]; next_cursor: string | null }> {
  const query = new URLSearchParams({ role: "patient" });
  if (q) query.set("q", q);
  if (cursor) query.set("cursor", cursor);
  return api.send(`users?${query}`);
}
