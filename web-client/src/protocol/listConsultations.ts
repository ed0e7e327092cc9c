import type { ApiClient } from "./apiClient";
import type { Consultation } from "./consultation";

export interface ConsultationPage {
  items: Consultation[];
  next_cursor: string | null;
}

/** What is planned or goes on, the soonest first: a page of each is more than a patient has. */
export async function listLivingConsultations(api: ApiClient): Promise<Consultation[]> {
  const pages = await Promise.all(
    ["active", "pending"].map((status) => api.send<ConsultationPage>(`consultations?status=${status}`)),
  );
  const due = ({ starts_at, created_at }: Consultation) => Date.parse(starts_at ?? created_at);
  return pages.flatMap(({ items }) => items.sort((one, other) => due(one) - due(other)));
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
