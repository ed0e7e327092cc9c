import type { ApiClient } from "./apiClient";
import type { Consultation } from "./consultation";

export interface ConsultationPage {
  items: Consultation[];
  next_cursor: string | null;
}

/** The consultations between two moments, newest first, one page after the other. */
export function listConsultations(
  api: ApiClient,
  { from, to, cursor }: { from: Date; to: Date; cursor: string | null },
): Promise<ConsultationPage> {
  const query = new URLSearchParams({ from: from.toISOString(), to: to.toISOString() });
  if (cursor) query.set("cursor", cursor);
  return api.send(`consultations?${query}`);
}
