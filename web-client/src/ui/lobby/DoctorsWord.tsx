import { useTranslation } from "react-i18next";
import type { LobbyMessage } from "../../protocol/lobby";
import { timeOfDay } from "../i18n/clock";

/** What the doctor wrote, said aloud when it comes. */
export function DoctorsWord({ doctor, word }: { doctor: string; word: LobbyMessage | null }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="waiting-message" role="status">
      {word && (
        <p className="waiting-word">
          <strong>
            {t("waiting.message", { doctor, time: timeOfDay(new Date(word.at), i18n.language) })}
          </strong>
          {word.message}
        </p>
      )}
    </div>
  );
}
