import { useEffect } from "react";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";

/** Says it when the background could not be blurred. */
export function useBlurNews(): void {
  const { t } = useTranslation();
  const { cannotBlur } = useSnapshot(useCallKit().effects);
  useEffect(() => {
    if (cannotBlur) say(t("effects.cannotBlur"), "error");
  }, [cannotBlur, t]);
}
