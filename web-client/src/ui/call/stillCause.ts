import type { VideoStep } from "../../protocol/events";

/**
 * Why a camera's picture stands still. The server says how far the worst picture is stepped down, and only of
 * `audio_only` that all are: of the others one that moves is not the one that pauses.
 */
export function stillCause(step: VideoStep, frozen: boolean): "paused" | "frozen" | null {
  if (step === "audio_only") return "paused";
  if (!frozen) return null;
  return step === "paused" ? "paused" : "frozen";
}
