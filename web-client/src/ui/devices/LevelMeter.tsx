import { useEffect, useState } from "react";
import { watchMicrophoneLevel } from "../../media/microphoneLevel";

const bars = [0.08, 0.25, 0.42, 0.6, 0.8];

/** How loud the own voice comes in: a picture only, the words stand beside it. */
export function LevelMeter({ track, onHeard }: { track: MediaStreamTrack; onHeard(): void }) {
  const [level, setLevel] = useState(0);
  useEffect(() => watchMicrophoneLevel(track, setLevel), [track]);
  const heard = level > (bars[1] ?? 0);
  useEffect(() => {
    if (heard) onHeard();
  }, [heard, onHeard]);
  return (
    <span className="meter" aria-hidden="true">
      {bars.map((from) => (
        <span key={from} className={level > from ? "meter-bar meter-bar-on" : "meter-bar"} />
      ))}
    </span>
  );
}
