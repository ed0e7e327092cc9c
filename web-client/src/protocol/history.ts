import type { QualityReason, VideoStep } from "./events";
import type { Join } from "./joining";
import type { PathReport } from "./networkTest";
import type { Schema } from "./operation";

/** What came of a consultation, by what was measured. */
export const outcomes = ["held", "no_show", "cancelled", "failed", "unattended"] as const;
export type Outcome = Schema<"ConsultationOutcome">;

/** A time, both ends in RFC 3339. */
export type Span = Schema<"Gap">;

/** A time with media; what was lost for less than 90 s is a gap in it. */
export type Stay = Schema<"Stay">;

/** Somebody whose media came. */
export type Presence = Schema<"HistoryParticipant">;

/** A consultation with what came of it. */
export type HistoryEntry = Schema<"HistoryEntry">;

export type HistoryPage = Schema<"HistoryPage">;

/** Means of what was measured: `up` of what they sent, `down` of what they received; null for what was not. */
export type Figures = Schema<"HistoryFigures">;

/** A minute of somebody's connection; a letter of `levels` for each ten seconds: g, f, p, l, or - for nothing known. */
export interface QualityMinute {
  at: string;
  levels: string;
  reason: QualityReason | null;
  video: VideoStep;
  figures: Figures | null;
}

/** How somebody's connection was. */
export interface PastConnection {
  join: Join;
  network_test: { taken_at: string; paths: PathReport[] } | null;
  /** Whole seconds of each level. */
  seconds: Record<"good" | "fair" | "poor" | "lost", number>;
  figures: Figures | null;
  minutes: QualityMinute[];
}

/** Somebody who was given a place; `connection` is null where it is none of the reader's business. */
export interface Attendee extends Presence {
  connection: PastConnection | null;
}

export interface HistoryReport extends HistoryEntry {
  people: Attendee[];
}

/** Which consultations. */
export interface HistoryFilter {
  from: Date | null;
  /** Before that. */
  to: Date | null;
  outcome: Outcome | null;
  q: string;
}

/** The filter as the server reads it. */
export function historyQuery({ from, to, outcome, q }: HistoryFilter) {
  return { from: from?.toISOString() ?? null, to: to?.toISOString() ?? null, outcome, q: q || null };
}
