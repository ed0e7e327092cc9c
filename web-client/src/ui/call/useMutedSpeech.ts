import { useEffect, useState } from "react";
import type { OwnDevice } from "../../call/localMedia";
import { MutedSpeech } from "../../call/mutedSpeech";
import { watchMutedLevel } from "../../media/microphoneLevel";

/** Whether somebody speaks into a microphone that is off. */
export function useMutedSpeech({ on, track }: OwnDevice): boolean {
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => {
    setSpeaking(false);
    if (on || !track) return;
    const speech = new MutedSpeech();
    return watchMutedLevel(track, (level) => setSpeaking(speech.hear(level, performance.now())));
  }, [on, track]);
  return speaking;
}
