import { MicOff, RotateCcw, VideoOff } from "lucide-react";
import { Button } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { CallClinic } from "../home/CallClinic";
import { useTranslation } from "../i18n/useTranslation";
import { BrowserPicture } from "./BrowserPicture";
import { NumberedSteps } from "./NumberedSteps";
import { thisBrowser } from "./thisBrowser";
import "../i18n/addBesideWords";

interface BlockedDevicesProps {
  video: boolean;
  onRetry(): void;
  onListen(): void;
}

/** How to allow the devices, step by step in the words of this browser. */
export function BlockedDevices({ video, onRetry, onListen }: BlockedDevicesProps) {
  const { t } = useTranslation();
  const { steps, name } = thisBrowser(navigator.userAgent, navigator.maxTouchPoints);
  const browser = name ?? t("blocked.thisBrowser");
  return (
    <PatientPage>
      <div className="device-glyphs device-glyphs-warn" aria-hidden="true">
        {video && <VideoOff size={32} />}
        <MicOff size={32} />
      </div>
      <PageHeading>{t(video ? "blocked.both" : "blocked.microphone", { browser })}</PageHeading>
      <p>{t(video ? "blocked.textBoth" : "blocked.textMicrophone")}</p>
      <BrowserPicture where={steps} />
      <NumberedSteps lines={t(`blocked.steps.${steps}`, { browser })} />
      <div className="actions">
        <Button
          variant="primary"
          size="patient-main"
          icon={<RotateCcw size={24} aria-hidden="true" />}
          onPress={onRetry}
        >
          {t("blocked.allowed")}
        </Button>
        <CallClinic />
        <Button variant="ghost" size="patient" onPress={onListen}>
          {t("devices.joinListening")}
        </Button>
      </div>
    </PatientPage>
  );
}
