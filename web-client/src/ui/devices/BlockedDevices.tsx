import { MicOff, RotateCcw, VideoOff } from "lucide-react";
import { Button } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { CallClinic } from "../home/CallClinic";
import { useTranslation } from "../i18n/useTranslation";
import { thisBrowser } from "./thisBrowser";

interface BlockedDevicesProps {
  video: boolean;
  onRetry(): void;
  onListen(): void;
}

/** How to allow the devices, step by step in the words of this browser. */
export function BlockedDevices({ video, onRetry, onListen }: BlockedDevicesProps) {
  const { t } = useTranslation();
  const { family, name } = thisBrowser(navigator.userAgent);
  const steps = t(`problems.steps.${family}`).split("\n");
  const browser = name ?? t("problems.thisBrowser");
  return (
    <PatientPage>
      <div className="device-glyphs device-glyphs-warn" aria-hidden="true">
        {video && <VideoOff size={32} />}
        <MicOff size={32} />
      </div>
      <PageHeading>
        {t(video ? "problems.blockedBoth" : "problems.blockedMicrophone", { browser })}
      </PageHeading>
      <p>{t(video ? "problems.blockedTextBoth" : "problems.blockedTextMicrophone")}</p>
      <ol className="plain-card numbered">
        {steps.map((step, index) => (
          <li key={step}>
            <span className="number" aria-hidden="true">
              {index + 1}
            </span>
            <span>{step}</span>
          </li>
        ))}
      </ol>
      <div className="actions">
        <Button
          variant="primary"
          size="patient-main"
          icon={<RotateCcw size={24} aria-hidden="true" />}
          onPress={onRetry}
        >
          {t("problems.allowed")}
        </Button>
        <CallClinic />
        <Button variant="ghost" size="patient" onPress={onListen}>
          {t("devices.joinListening")}
        </Button>
      </div>
    </PatientPage>
  );
}
