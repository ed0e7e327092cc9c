import { CirclePause } from "lucide-react";
import { useTranslation } from "../i18n/useTranslation";

interface StillPlateProps {
  /** Held back for the sound's sake, or missing for no reason that is known here. */
  cause: "paused" | "frozen";
  large: boolean;
}

/** Says that the last picture stands still, and why. */
export function StillPlate({ cause, large }: StillPlateProps) {
  const { t } = useTranslation();
  return (
    <p className="plate tile-still">
      <CirclePause size={20} aria-hidden="true" />
      <span>{t(cause === "frozen" ? "stage.frozen" : large ? "stage.paused" : "stage.pausedShort")}</span>
    </p>
  );
}
