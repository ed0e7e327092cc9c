import type { LobbyMessage } from "../../protocol/lobby";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";

/** What the doctor wrote, said aloud when it comes. */
export function DoctorsWord({ doctor, word }: { doctor: string; word: LobbyMessage | null }) {
  const { t, language } = useTranslation();
  return (
    <div className="waiting-message" role="status">
      {word && (
        <p className="waiting-word">
          <strong>{t("waiting.message", { doctor, time: timeOfDay(new Date(word.at), language) })}</strong>
          {word.message}
        </p>
      )}
    </div>
  );
}
