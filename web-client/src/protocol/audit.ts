import type { ApiClient } from "./apiClient";

/** A deed that was written down: ids, never names. */
export interface AuditRow {
  /** Its place in the chain, from 1. */
  seq: number;
  /** RFC 3339 in UTC. */
  at: string;
  /** The id of an account, or `guest`, `participant`, `server`, `system`. */
  actor: string;
  /** What, as `noun.verb`. */
  action: string;
  /** The id of what it was done to. */
  subject: string;
  outcome: "done" | "refused";
}

export interface AuditPage {
  items: AuditRow[];
  next_cursor: number | null;
}

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
  const query = new URLSearchParams();
  for (const [name, text] of Object.entries({ actor, action, subject })) if (text) query.set(name, text);
  if (from) query.set("from", from.toISOString());
  if (to) query.set("to", to.toISOString());
  if (cursor !== null) query.set("cursor", String(cursor));
  return api.send(`audit?${query}`);
}
