/** The times that can be looked back at. */
export const periods = ["week", "month", "quarter", "year"] as const;
export type Period = (typeof periods)[number];

/** Such a time, or days of one's own choice. */
export type Choice = Period | "own";
export const choices: readonly Choice[] = [...periods, "own"];

/** From when, until before when; statistics are of both, and of a year at most. */
export interface Range {
  from: Date;
  to: Date;
}

/** The longest that is summed up, in milliseconds: a year and the hour of a clock that was changed. */
const longest = (366 * 24 + 1) * 3_600_000;

/** A time that can be summed up; null where it has no begin, or is too long. */
export function summable({ from, to }: { from: Date | null; to: Date | null }, now: Date): Range | null {
  const end = to ?? endOfToday(now);
  const length = from ? end.getTime() - from.getTime() : 0;
  return from && length > 0 && length <= longest ? { from, to: end } : null;
}

const days: Record<Period, number> = { week: 7, month: 30, quarter: 91, year: 365 };

/** The midnight with which the last so many days begin, today being one of them. */
export function beginOf(period: Period, now: Date): Date {
  const begin = new Date(now);
  begin.setHours(0, 0, 0, 0);
  begin.setDate(begin.getDate() - days[period] + 1);
  return begin;
}

/** The midnight with which today ends. */
export function endOfToday(now: Date): Date {
  const end = new Date(now);
  end.setHours(0, 0, 0, 0);
  end.setDate(end.getDate() + 1);
  return end;
}

/** Every day of a period as `YYYY-MM-DD` of this browser's clock. */
export function daysOf(begin: Date, end: Date): string[] {
  const found: string[] = [];
  for (const day = new Date(begin); day < end; day.setDate(day.getDate() + 1)) {
    const two = (part: number) => String(part).padStart(2, "0");
    found.push(`${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`);
  }
  return found;
}
