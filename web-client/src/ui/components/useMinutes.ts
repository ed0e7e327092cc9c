import { useEffect, useState } from "react";

/** Whole minutes since a moment in milliseconds since the epoch; never announced. */
export function useMinutes(since: number | null): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return since === null ? 0 : Math.max(0, Math.floor((now - since) / 60_000));
}
