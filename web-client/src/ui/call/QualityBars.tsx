import type { Quality } from "../../protocol/events";

const filled: Record<Quality, number> = { good: 3, fair: 2, poor: 1, lost: 0 };
const bars = ["M2 13h4v5H2z", "M10 8h4v10h-4z", "M18 3h4v15h-4z"];

/** Three, two or one filled bars, the rest empty; all struck through where nothing comes through. The word stands beside it. */
export function QualityBars({ quality }: { quality: Quality }) {
  return (
    <svg
      className={`quality-bars quality-${quality}`}
      width="24"
      height="20"
      viewBox="0 0 24 20"
      aria-hidden="true"
    >
      {bars.map((bar, index) => (
        <path key={bar} d={bar} fill={index < filled[quality] ? "currentColor" : "none"} />
      ))}
      {quality === "lost" && <path d="M1 2l22 17" />}
    </svg>
  );
}
