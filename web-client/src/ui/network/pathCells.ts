import type { PathFigures, PathReport } from "../../protocol/networkTest";

/** The figures' columns, from left to right. */
export const columns = ["up", "down", "upLoss", "roundTripLoss", "jitter", "rtt"] as const;
export type Column = (typeof columns)[number];

const read: Record<Column, (figures: PathFigures) => number | null> = {
  up: (figures) => figures.up_kbit_s,
  down: (figures) => figures.down_kbit_s,
  upLoss: (figures) => percent(figures.up_loss_permille),
  roundTripLoss: (figures) => percent(figures.round_trip_loss_permille),
  jitter: (figures) => figures.jitter_ms,
  rtt: (figures) => figures.rtt_ms,
};

/** A path's figures in the order of the columns; null where there is none. */
export function cellsOf({ figures }: PathReport): { column: Column; value: number | null }[] {
  return columns.map((column) => ({ column, value: figures && read[column](figures) }));
}

function percent(permille: number | null): number | null {
  return permille === null ? null : permille / 10;
}
