import type { Attendee, Figures, QualityMinute } from "../../protocol/history";

/** From here on people are satisfied; below the lower one many are not (ITU-T G.107 annex B). */
export const bounds = { good: 4, fair: 3.1 };

/** Somebody of whom there are figures. */
export interface Measured {
  person: Attendee;
  figures: Figures;
  minutes: (QualityMinute & { figures: Figures })[];
}

/** Those of whom anything was measured. */
export function measuredOf(people: Attendee[]): Measured[] {
  return people.flatMap((person) => {
    const { figures, minutes } = person.connection ?? { figures: null, minutes: [] };
    const known = minutes.flatMap((one) => (one.figures ? [{ ...one, figures: one.figures }] : []));
    return figures && known.length > 0 ? [{ person, figures, minutes: known }] : [];
  });
}

/** The word for a score; nothing is shown without one. It is that of the figure as it is shown, to a tenth. */
export function wordOf(score: number): "good" | "fair" | "poor" {
  const shown = Math.round(score * 10) / 10;
  if (shown >= bounds.good) return "good";
  return shown >= bounds.fair ? "fair" : "poor";
}
