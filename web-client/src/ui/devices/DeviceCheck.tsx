import { type ReactNode, useEffect, useRef, useState } from "react";
import type { OwnSource } from "../../media/mediaHandler";
import { Button } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { PatientPage, Steps } from "../components/PatientPage";
import { CallClinic } from "../home/CallClinic";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";
import { DeviceReport } from "./DeviceReport";
import { ExplainDevices } from "./ExplainDevices";
import { BlockedDevices } from "./laterDevices";
import { Preview } from "./Preview";
import "./devices.css";

interface DeviceCheckProps {
  video: boolean;
  /** Whether the waiting room comes next, not the call. */
  waits: boolean;
  /** Further rows of the report. */
  children?: ReactNode;
  /** Told what the person goes in with. */
  onReady(on: Record<OwnSource, boolean>): void;
}

/** Explains, asks, shows the own picture and sound; nothing of it blocks the way in, nothing is sent. */
export function DeviceCheck({ video, waits, children, onReady }: DeviceCheckProps) {
  const { t } = useTranslation();
  const { devices, localMedia } = useCallKit();
  const { microphone, camera } = useSnapshot(localMedia);
  const [tried, setTried] = useState(false);
  const goingIn = useRef(false);

  useEffect(() => {
    let current = true;
    // Who has answered before is not asked again, and needs no explanation but what to do about a no.
    const asked = video ? (["microphone", "camera"] as const) : (["microphone"] as const);
    void Promise.all(asked.map((source) => devices.permission(source))).then((answers) => {
      if (!current || answers.includes("prompt")) return;
      setTried(true);
      void localMedia.open({ microphone: true, camera: video });
    });
    return () => {
      current = false;
      if (!goingIn.current) localMedia.close();
    };
  }, [devices, localMedia, video]);

  function open(withCamera: boolean) {
    setTried(true);
    void localMedia.open({ microphone: true, camera: withCamera });
  }

  function goIn() {
    goingIn.current = true;
    onReady({ microphone: microphone.on, camera: camera.on });
  }

  const asking = microphone.asking || camera.asking;
  if (!tried || (asking && !microphone.on)) {
    return <ExplainDevices video={video} asking={asking} onStart={open} />;
  }
  if (microphone.problem === "denied") {
    return <BlockedDevices video={video} onRetry={() => open(video)} onListen={goIn} />;
  }
  return (
    <PatientPage wide={video}>
      <Steps step={2} />
      <PageHeading>{t(video ? "devices.title" : "devices.titleAudio")}</PageHeading>
      <div className={video ? "check check-video" : "check"}>
        {video && <Preview track={camera.track} />}
        <DeviceReport video={video}>{children}</DeviceReport>
      </div>
      <div className="actions">
        <Button variant="primary" size="patient-main" onPress={goIn}>
          {t(!microphone.on ? "devices.joinListening" : waits ? "devices.enterWaitingRoom" : "devices.join")}
        </Button>
        {video && camera.on && (
          <Button variant="ghost" size="patient" onPress={() => void localMedia.setCamera(false)}>
            {t("devices.withoutCamera")}
          </Button>
        )}
        <CallClinic quiet />
      </div>
    </PatientPage>
  );
}
