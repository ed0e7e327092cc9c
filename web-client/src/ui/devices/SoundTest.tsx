import { Volume2 } from "lucide-react";
import { useState } from "react";
import { playTestSound } from "../../media/testSound";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";
import { DeviceChoice } from "./DeviceChoice";

/** Lets somebody hear whether the speaker works, and change to another. */
export function SoundTest() {
  const { t } = useTranslation();
  const [state, setState] = useState<"soundUnknown" | "soundPlaying" | "soundHeard">("soundUnknown");
  const { sink } = useSnapshot(useCallKit().speaker);
  async function play() {
    setState("soundPlaying");
    await playTestSound(sink);
    setState("soundHeard");
  }
  return (
    <li className="report-row">
      <Volume2 size={24} className="report-open" aria-hidden="true" />
      <p className="report-words" role="status">
        <strong>{t("devices.sound")}</strong>
        {t("common.colon")}
        {t(`devices.${state}`)}
      </p>
      <div className="report-actions">
        <Button size="patient" onPress={() => void play()}>
          {t("devices.listen")}
        </Button>
        <DeviceChoice kind="speaker" />
      </div>
    </li>
  );
}
