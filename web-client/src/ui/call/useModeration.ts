import type { Call } from "../../call/call";
import type { Tile } from "../../call/tiles";
import { muteParticipant, removeParticipant } from "../../protocol/moderation";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";

/** What the doctor may do about somebody in the call; what fails is said. */
export function useModeration({ sessionId, asides }: Call) {
  const { t } = useTranslation();
  const { api } = useSession();
  const attempt = (deed: Promise<void>, done?: string) =>
    deed.then(
      () => done && say(done),
      (error) => say(errorSentence(t, error), "error"),
    );
  return {
    mute: ({ participantId, displayName }: Tile) =>
      void attempt(
        muteParticipant(api, sessionId, participantId),
        t("room.muteAsked", { name: displayName }),
      ),
    remove: (participantId: string) => void attempt(removeParticipant(api, sessionId, participantId)),
    lowerHand: (participantId: string) => void attempt(asides.hands.lower(participantId)),
  };
}
