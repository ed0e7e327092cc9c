import type { Quality, QualityReason } from "../../protocol/events";
import type { Attendee, HistoryReport, QualityMinute } from "../../protocol/history";

/** A stretch of one level, in milliseconds since the epoch; null for media of which nothing more is known. */
export interface Stretch {
  from: number;
  to: number;
  level: Quality | null;
  reason: QualityReason | null;
}

export interface TimelineRow {
  person: Attendee;
  stretches: Stretch[];
}

/** When somebody was there and how well it went, between the first and the last sign of anybody. */
export interface Timeline {
  from: number;
  to: number;
  rows: TimelineRow[];
}

/** Ten seconds of a minute with the letter that was written down for them. */
export interface Slot {
  from: number;
  level: Quality | null;
  minute: QualityMinute;
}

/** How long one letter stands for, in milliseconds. */
export const slot = 10_000;
const levels: Record<string, Quality> = { g: "good", f: "fair", p: "poor", l: "lost" };

/** Null where nobody's media came. */
export function timelineOf({ people }: HistoryReport): Timeline | null {
  const there = people.filter(({ stays }) => stays.length > 0);
  const stays = there.flatMap((person) => person.stays);
  if (stays.length === 0) return null;
  return {
    from: Math.min(...stays.map(({ from }) => Date.parse(from))),
    to: Math.max(...stays.map(({ to }) => Date.parse(to))),
    rows: there.map((person) => ({ person, stretches: stretchesOf(person, asWritten) })),
  };
}

/** Each stay cut at the tens of seconds whose level is known. */
export function stretchesOf(
  person: Attendee,
  judge: (slot: Slot) => Omit<Stretch, "from" | "to">,
): Stretch[] {
  const known = slotsOf(person).map((one) => ({ ...judge(one), from: one.from, to: one.from + slot }));
  const found: Stretch[] = [];
  for (const stay of person.stays) {
    const [from, to] = [Date.parse(stay.from), Date.parse(stay.to)];
    const within = known.filter((one) => one.to > from && one.from < to);
    let reached = from;
    for (const one of within) {
      push(found, { level: null, reason: null, from: reached, to: Math.max(reached, one.from) });
      push(found, { ...one, from: Math.max(reached, one.from), to: Math.min(to, one.to) });
      reached = Math.min(to, one.to);
    }
    push(found, { from: reached, to, level: null, reason: null });
  }
  return found;
}

/** The tens of seconds of somebody's minutes, in order. */
export function slotsOf({ connection }: Attendee): Slot[] {
  return (connection?.minutes ?? []).flatMap((minute) =>
    [...minute.levels].map((letter, index) => ({
      from: Date.parse(minute.at) + index * slot,
      level: levels[letter] ?? null,
      minute,
    })),
  );
}

function asWritten({ level, minute }: Slot): Omit<Stretch, "from" | "to"> {
  return { level, reason: level === null || level === "good" ? null : minute.reason };
}

/** Adds a stretch, or makes the last one longer. */
function push(found: Stretch[], next: Stretch): void {
  if (next.to <= next.from) return;
  const last = found.at(-1);
  if (last && last.to === next.from && last.level === next.level && last.reason === next.reason)
    last.to = next.to;
  else found.push(next);
}

/** Shorter times without figures are not worth a word, in milliseconds. */
const longestUnknown = 60_000;

/** When somebody was there and nothing is known of their connection, of those whose connection may be seen. */
export function unknownOf({ rows }: Timeline): { person: Attendee; from: number; to: number }[] {
  return rows.flatMap(({ person, stretches }) =>
    stretches.flatMap(({ level, from, to }) =>
      person.connection && level === null && to - from >= longestUnknown ? [{ person, from, to }] : [],
    ),
  );
}
