import { CirclePause } from "lucide-react";
import { useTranslation } from "react-i18next";

/** Says why the last picture stands still. */
export function PausedPlate({ large }: { large: boolean }) {
  const { t } = useTranslation();
  return (
    <p className="plate tile-paused">
      <CirclePause size={20} aria-hidden="true" />
      <span>{t(large ? "stage.paused" : "stage.pausedShort")}</span>
    </p>
  );
}
