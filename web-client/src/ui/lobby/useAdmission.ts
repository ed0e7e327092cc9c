import { useEffect, useRef, useState } from "react";
import { playDoorChime } from "../../media/testSound";
import type { LobbyState } from "../../protocol/lobby";
import { useTranslation } from "../i18n/useTranslation";

/** A chime when the door opens to somebody who waited. @returns the sentence to announce then, else nothing */
export function useAdmission(state: LobbyState): string {
  const { t } = useTranslation();
  const before = useRef(state);
  const [admitted, setAdmitted] = useState(false);
  useEffect(() => {
    const opens = before.current === "waiting" && state === "accepted";
    before.current = state;
    if (opens) void playDoorChime();
    setAdmitted(opens);
  }, [state]);
  return admitted ? t("waiting.admitted") : "";
}
