import type { QualityReason } from "../../protocol/events";
import type { Attendee, Figures, HistoryReport, QualityMinute } from "../../protocol/history";

/** Made-up reports for tests. */
export const start = Date.parse("2026-11-21T10:00:00Z");
export const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();

const nothing: Figures["down"] = {
  loss_permille: null,
  jitter_ms: null,
  sound_mos: null,
  picture_mos: null,
  video_kbit_s: null,
  frozen_permille: null,
  missing_permille: null,
};

/** The n-th minute; nothing received is nothing measured. */
export function minute(
  number: number,
  levels: string,
  received: Partial<Figures["down"]>,
  reason: QualityReason | null = null,
): QualityMinute {
  const known = Object.keys(received).length > 0;
  const figures = known ? { rtt_ms: 20, up: nothing, down: { ...nothing, ...received } } : null;
  return { at: at(60 * number), levels, reason, video: "full", figures };
}

/** Somebody who was there for all of their minutes, or for other times. */
export function attendee(
  name: string,
  minutes: QualityMinute[],
  stays = [{ from: at(0), to: at(60 * minutes.length), gaps: [] }],
): Attendee {
  const letters = minutes.map(({ levels }) => levels).join("");
  const count = (letter: string) => [...letters].filter((one) => one === letter).length * 10;
  return {
    id: name,
    display_name: name,
    role: "guest",
    present_s: 60 * minutes.length,
    stays,
    connection: {
      join: { stage: "first_frame", path: null, advice: null },
      network_test: null,
      seconds: { good: count("g"), fair: count("f"), poor: count("p"), lost: count("l") },
      minutes,
      figures: minutes.find(({ figures }) => figures)?.figures ?? null,
    },
  };
}

export function report(people: Attendee[], change: Partial<HistoryReport> = {}): HistoryReport {
  return {
    id: "1",
    at: at(0),
    created_at: at(0),
    starts_at: null,
    status: "ended",
    outcome: "held",
    mode: "video",
    title: null,
    doctor: { id: "d", name: "Dr A" },
    patient: null,
    met_at: at(0),
    parted_at: at(120),
    ended_at: at(120),
    duration_s: 120,
    waited_s: 3,
    quality: "good",
    recordings: 0,
    participants: people,
    people,
    ...change,
  };
}
