import type { Call } from "../../call/call";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";

/** The own hand. */
export function useHand(call: Call): { up: boolean; toggle(): void } {
  const { t } = useTranslation();
  const { raised } = useSnapshot(call.asides.hands);
  const up = raised.includes(useSnapshot(call).self.participantId);
  function toggle() {
    call.asides.hands.raise(!up).catch((error) => say(errorSentence(t, error), "error"));
  }
  return { up, toggle };
}
