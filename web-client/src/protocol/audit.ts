import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** A deed that was written down: ids, never names. */
export type AuditRow = Schema<"AuditRow">;

export type AuditPage = Schema<"AuditPage">;

/** Which deeds; an empty text is any. */
export interface AuditFilter {
  actor: string;
  action: string;
  subject: string;
  from: Date | null;
  to: Date | null;
}

/** What was done, newest first; the look is itself written down. */
export function listAudit(api: ApiClient, filter: AuditFilter, cursor: number | null): Promise<AuditPage> {
  const { actor, action, subject, from, to } = filter;
  const texts = { actor: actor || null, action: action || null, subject: subject || null };
  const times = { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null };
  return api.ask("GET", "/api/v1/audit", { query: { ...texts, ...times, cursor } });
}
