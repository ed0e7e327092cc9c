/** The midnight of this browser's clock with which a day begins, `days` later; null for what is no day. */
export function midnightOf(day: string, days = 0): Date | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  if (!year || !month || !date) return null;
  const midnight = new Date(Number(year), Number(month) - 1, Number(date));
  // A 31st of February is none.
  if (midnight.getDate() !== Number(date)) return null;
  midnight.setDate(midnight.getDate() + days);
  return midnight;
}

/** The first and the last day of a time, both in it, as `YYYY-MM-DD`; an empty text has no bound. */
export interface Days {
  first: string;
  last: string;
}

export const anyDay: Days = { first: "", last: "" };

/** From when, until before when. */
export function timeOf({ first, last }: Days): { from: Date | null; to: Date | null } {
  return { from: midnightOf(first), to: midnightOf(last, 1) };
}
