import type { Attendee } from "../../protocol/history";
import type { Timeline } from "./timeline";

/** What of pictures came to somebody, in kbit/s: a mean for each minute. */
export interface Flow {
  /** The line through the middles of the minutes, and the area below it; minutes without any are gaps. */
  line: string;
  area: string;
  /** The top of the scale. */
  top: number;
  mean: number;
  least: number;
}

const minute = 60_000;

/** Null where no picture ever came; drawn in a plot of `width` by `height`. */
export function flowOf(
  { connection }: Attendee,
  { from, to }: Pick<Timeline, "from" | "to">,
  [width, height]: readonly [number, number],
): Flow | null {
  const known = (connection?.minutes ?? []).flatMap(({ at, figures }) => {
    const begin = Date.parse(at);
    const rate = figures?.down.video_kbit_s ?? null;
    return rate === null || begin >= to || begin + minute <= from ? [] : [{ begin, rate }];
  });
  if (known.length === 0) return null;
  const rates = known.map(({ rate }) => rate);
  const top = topOf(Math.max(...rates));
  const x = (at: number) => round(((clamp(at, from, to) - from) / Math.max(1, to - from)) * width);
  const y = (rate: number) => round((1 - rate / top) * height);
  const runs = runsOf(known).map((run) => {
    const last = (run.at(-1)?.begin ?? 0) + minute;
    const points = run.map(({ begin, rate }) => `${x(begin + minute / 2)} ${y(rate)}`);
    const ends = [
      `${x(run[0]?.begin ?? 0)} ${y(run[0]?.rate ?? 0)}`,
      `${x(last)} ${y(run.at(-1)?.rate ?? 0)}`,
    ];
    return {
      line: `M${[ends[0], ...points, ends[1]].join("L")}`,
      begin: x(run[0]?.begin ?? 0),
      end: x(last),
    };
  });
  return {
    line: runs.map(({ line }) => line).join(""),
    area: runs.map(({ line, begin, end }) => `${line}L${end} ${height}L${begin} ${height}Z`).join(""),
    top,
    mean: Math.round(rates.reduce((sum, rate) => sum + rate, 0) / rates.length),
    least: Math.min(...rates),
  };
}

/** Minutes that follow each other. */
function runsOf<Point extends { begin: number }>(points: Point[]): Point[][] {
  const runs: Point[][] = [];
  for (const point of points) {
    const last = runs.at(-1);
    if (last?.at(-1)?.begin === point.begin - minute) last.push(point);
    else runs.push([point]);
  }
  return runs;
}

/** The next round number above: its half is one too. */
export function topOf(rate: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(100, rate)));
  return ([1, 1.8, 2, 3, 4, 6, 8].find((step) => step * power >= rate) ?? 10) * power;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
