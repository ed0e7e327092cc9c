import { Mic, Video } from "lucide-react";
import { Button } from "../components/Button";
import { Notice } from "../components/Notice";
import { PageHeading } from "../components/PageHeading";
import { PatientPage, Steps } from "../components/PatientPage";
import { CallClinic } from "../home/CallClinic";
import { useTranslation } from "../i18n/useTranslation";

interface ExplainDevicesProps {
  video: boolean;
  /** The browser's question is open. */
  asking: boolean;
  onStart(withCamera: boolean): void;
}

/** Says why the browser will ask, before it does. */
export function ExplainDevices({ video, asking, onStart }: ExplainDevicesProps) {
  const { t } = useTranslation();
  return (
    <PatientPage>
      <Steps step={2} />
      <div className="device-glyphs" aria-hidden="true">
        {video && <Video size={32} />}
        <Mic size={32} />
      </div>
      <PageHeading>{t(video ? "devices.titleBefore" : "devices.titleBeforeAudio")}</PageHeading>
      <p>{t(video ? "devices.explain" : "devices.explainAudio")}</p>
      <p className="quiet">{t("devices.nothingSent")}</p>
      {asking && (
        <Notice kind="info">
          <p className="strong">{t(video ? "devices.asking" : "devices.askingAudio")}</p>
          <p>{t("devices.askingHint")}</p>
        </Notice>
      )}
      <div className="actions">
        <Button variant="primary" size="patient-main" busy={asking} onPress={() => onStart(video)}>
          {t(video ? "devices.start" : "devices.startAudio")}
        </Button>
        {video && !asking && (
          <Button variant="ghost" size="patient" onPress={() => onStart(false)}>
            {t("devices.withoutCamera")}
          </Button>
        )}
        <CallClinic quiet />
      </div>
    </PatientPage>
  );
}
