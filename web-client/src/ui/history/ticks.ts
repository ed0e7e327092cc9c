import type { Timeline } from "./timeline";

const minute = 60_000;

/** At most seven times along a plot, evenly, the ends among them; fewer where minutes would come twice. */
export function ticksOf({ from, to }: Pick<Timeline, "from" | "to">): number[] {
  const parts = Math.min(6, Math.floor((to - from) / minute));
  if (parts < 1) return [from];
  return Array.from({ length: parts + 1 }, (_, index) => from + ((to - from) * index) / parts);
}
