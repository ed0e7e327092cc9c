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
  const query = { role: "patient" as const, q: q || null, cursor };
  return api.ask("GET", "/api/v1/users", { query }) as Promise<{
    items: Patient[];
    next_cursor: string | null;
  }>;
}
