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

const slot = 10_000;
const levels: Record<string, Quality> = { g: "good", f: "fair", p: "poor", l: "lost" };

/** Null where nobody's media came. */
export function timelineOf({ people }: HistoryReport): Timeline | null {
  const there = people.filter(({ stays }) => stays.length > 0);
  const stays = there.flatMap((person) => person.stays);
  if (stays.length === 0) return null;
  return {
    from: Math.min(...stays.map(({ from }) => Date.parse(from))),
    to: Math.max(...stays.map(({ to }) => Date.parse(to))),
    rows: there.map((person) => ({ person, stretches: stretchesOf(person) })),
  };
}

/** Each stay cut at the tens of seconds whose level is known; gaps are `lost`. */
function stretchesOf({ stays, connection }: Attendee): Stretch[] {
  const known = (connection?.minutes ?? []).flatMap(slotsOf);
  const found: Stretch[] = [];
  for (const stay of stays) {
    const [from, to] = [Date.parse(stay.from), Date.parse(stay.to)];
    const within = known.filter((one) => one.to > from && one.from < to);
    let reached = from;
    for (const one of within) {
      push(found, { ...one, level: null, reason: null, from: reached, to: Math.max(reached, one.from) });
      push(found, { ...one, from: Math.max(reached, one.from), to: Math.min(to, one.to) });
      reached = Math.min(to, one.to);
    }
    push(found, { from: reached, to, level: null, reason: null });
  }
  return found;
}

function slotsOf({ at, levels: letters, reason }: QualityMinute): Stretch[] {
  return [...letters].flatMap((letter, index) => {
    const from = Date.parse(at) + index * slot;
    const level = levels[letter];
    return level ? [{ from, to: from + slot, level, reason: level === "good" ? null : reason }] : [];
  });
}

/** Adds a stretch, or makes the last one longer. */
function push(found: Stretch[], next: Stretch): void {
  if (next.to <= next.from) return;
  const last = found.at(-1);
  if (last && last.to === next.from && last.level === next.level && last.reason === next.reason)
    last.to = next.to;
  else found.push(next);
}
