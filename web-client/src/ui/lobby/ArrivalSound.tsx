import { Volume2, VolumeX } from "lucide-react";
import { PlainButton } from "../components/PlainButton";
import { useTranslation } from "../i18n/useTranslation";
import { arrivalSilence } from "./arrivalSilence";

/** Whether a chime says that somebody has come. */
export function ArrivalSound() {
  const { t } = useTranslation();
  const silent = arrivalSilence.useOn();
  return (
    <PlainButton className="arrival-sound" onPress={() => arrivalSilence.set(!silent)}>
      {silent ? <VolumeX size={20} aria-hidden="true" /> : <Volume2 size={20} aria-hidden="true" />}
      {t(silent ? "lobby.soundOff" : "lobby.soundOn")}
    </PlainButton>
  );
}
