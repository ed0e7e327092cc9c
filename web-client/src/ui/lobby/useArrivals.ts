import { useEffect, useRef } from "react";
import { playDoorChime } from "../../media/testSound";
import { arrivalSilence } from "./arrivalSilence";
import type { Waiting } from "./useLobby";

/** Tells of each who has come since the last look, with a chime; those who waited before the page was there are no news. */
export function useArrivals(waiting: readonly Waiting[] | null, onArrival: (arrived: Waiting) => void): void {
  const known = useRef<Map<string, string> | null>(null);
  const tell = useRef(onArrival);
  tell.current = onArrival;
  useEffect(() => {
    if (!waiting) return;
    // Who was put back and waits again has a new time.
    const now = new Map(waiting.map(({ waiter }) => [waiter.participant_id, waiter.since]));
    const before = known.current ?? now;
    const arrived = waiting.filter(({ waiter }) => before.get(waiter.participant_id) !== waiter.since);
    known.current = now;
    for (const one of arrived) tell.current(one);
    if (arrived.length > 0 && !arrivalSilence.isOn()) void playDoorChime();
  }, [waiting]);
}
