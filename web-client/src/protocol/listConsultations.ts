import type { ApiClient } from "./apiClient";
import type { Consultation } from "./consultation";
import type { Schema } from "./operation";

export type ConsultationPage = Schema<"ConsultationPage">;

/** What is planned or goes on, the soonest first: a page of each is more than a patient has. */
export async function listLivingConsultations(api: ApiClient): Promise<Consultation[]> {
  const pages = await Promise.all(
    (["active", "pending"] as const).map((status) =>
      api.ask("GET", "/api/v1/consultations", { query: { status } }),
    ),
  );
  const due = ({ starts_at, created_at }: Consultation) => Date.parse(starts_at ?? created_at);
  return pages.flatMap(({ items }) => items.sort((one, other) => due(one) - due(other)));
}

/** The consultations between two moments, newest first, one page after the other. */
export function listConsultations(
  api: ApiClient,
  { from, to, cursor }: { from: Date; to: Date; cursor: string | null },
): Promise<ConsultationPage> {
  const query = { from: from.toISOString(), to: to.toISOString(), cursor };
  return api.ask("GET", "/api/v1/consultations", { query });
}
