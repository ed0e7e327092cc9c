import type { Quality } from "../../protocol/events";
import type { Attendee, HistoryReport } from "../../protocol/history";
import { wordOf } from "./scores";
import { type Slot, type Stretch, slotsOf, stretchesOf } from "./timeline";

/** How somebody heard or saw another one, or all others where there are more. */
export interface Sense {
  kind: "heard" | "saw";
  by: Attendee;
  /** Null for all others together. */
  of: Attendee | null;
  stretches: Stretch[];
}

const order: Quality[] = ["lost", "poor", "fair", "good"];

/** Whom a report is read by among those who were there; administrators were not. */
export function readerOf({ people, doctor }: HistoryReport, userId: string | undefined): Attendee | null {
  if (userId === undefined) return null;
  const there = people.filter(({ stays }) => stays.length > 0);
  const own = there.filter(({ connection }) => connection !== null);
  if (doctor.id === userId) return there.find(({ role }) => role === "doctor") ?? null;
  // Of all but the doctor and administrators a report shows their own connection alone.
  return own.length === 1 && there.length > 1 ? (own[0] ?? null) : null;
}

/** How each heard and saw the others, the reader's own first; nothing of what was never measured. */
export function sensesOf(report: HistoryReport, reader: Attendee | null): Sense[] {
  const there = report.people.filter(({ stays }) => stays.length > 0);
  const inOrder = [...there].sort((one, other) => Number(other === reader) - Number(one === reader));
  return inOrder.flatMap((by) => {
    const others = there.filter((one) => one !== by);
    const of = others.length === 1 ? (others[0] ?? null) : null;
    return (["heard", "saw"] as const).flatMap((kind) => {
      const stretches = stretchesOf(by, judge(kind, of));
      const measured = by.connection?.minutes.some(({ figures }) => scoreOf(kind, figures) !== null);
      return measured ? [{ kind, by, of, stretches }] : [];
    });
  });
}

/** The worst of the minute's score, of what was said of the receiver then, and of what the sender lost on the way up. */
function judge(kind: Sense["kind"], of: Attendee | null) {
  const sent = new Map(of ? slotsOf(of).map((one) => [one.from, one]) : []);
  return (received: Slot) => {
    const score = scoreOf(kind, received.minute.figures);
    const known = [
      score === null ? null : wordOf(score),
      toldOf(kind, received, received.minute.reason !== "uplink_loss"),
      toldOf(kind, sent.get(received.from), sent.get(received.from)?.minute.reason === "uplink_loss"),
    ];
    return { level: order.find((level) => known.includes(level)) ?? null, reason: null };
  };
}

/** A word of ten seconds tells of pictures first: what is less than lost is heard by its score alone. */
function toldOf(kind: Sense["kind"], told: Slot | undefined, concerns: boolean): Quality | null {
  if (!told || told.level === "good") return null;
  if (told.level === "lost") return "lost";
  return kind === "saw" && concerns && told.minute.figures?.down.picture_mos !== null ? told.level : null;
}

function scoreOf(
  kind: Sense["kind"],
  figures: { down: { sound_mos: number | null; picture_mos: number | null } } | null,
) {
  return figures?.down[kind === "heard" ? "sound_mos" : "picture_mos"] ?? null;
}

/** Seconds of each level. */
export function secondsOf(stretches: Stretch[]): [level: Quality, seconds: number][] {
  return [...order].reverse().flatMap((level) => {
    const such = stretches.filter((one) => one.level === level);
    const seconds = such.reduce((sum, { from, to }) => sum + (to - from) / 1000, 0);
    return seconds > 0 ? [[level, seconds] as [Quality, number]] : [];
  });
}
