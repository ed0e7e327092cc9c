import { CircleCheck, CircleX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";
import { DeviceChoice } from "./DeviceChoice";
import { LevelMeter } from "./LevelMeter";
import { SoundTest } from "./SoundTest";
import "./report.css";

/** Camera, microphone and speaker, each with its word and its remedy. */
export function DeviceReport({ video, children }: { video: boolean; children?: ReactNode }) {
  const { t } = useTranslation();
  const { localMedia } = useCallKit();
  const { microphone, camera } = useSnapshot(localMedia);
  const [heard, setHeard] = useState(false);
  return (
    <ul className="plain-card report">
      {video && (
        <ReportRow
          works={camera.on}
          name={t("devices.camera")}
          state={t(camera.on ? "devices.cameraWorks" : "devices.cameraNot")}
          remedy={camera.problem && t(`problems.camera.${camera.problem}`)}
        >
          {camera.on ? (
            <DeviceChoice kind="camera" />
          ) : (
            <Button size="patient" busy={camera.asking} onPress={() => void localMedia.setCamera(true)}>
              {t(camera.problem ? "common.retry" : "devices.turnOn")}
            </Button>
          )}
        </ReportRow>
      )}
      <ReportRow
        works={microphone.on}
        name={t("devices.microphone")}
        state={t(microphoneWord(microphone.on, heard))}
        remedy={microphone.problem && t(`problems.microphone.${microphone.problem}`)}
      >
        {microphone.track ? (
          <>
            <LevelMeter track={microphone.track} onHeard={() => setHeard(true)} />
            <DeviceChoice kind="microphone" />
          </>
        ) : (
          <Button size="patient" busy={microphone.asking} onPress={() => void localMedia.setMicrophone(true)}>
            {t("common.retry")}
          </Button>
        )}
      </ReportRow>
      <SoundTest />
      {children}
    </ul>
  );
}

function microphoneWord(on: boolean, heard: boolean) {
  if (!on) return "devices.microphoneNot";
  return heard ? "devices.microphoneWorks" : "devices.microphoneQuiet";
}

interface ReportRowProps {
  works: boolean;
  name: string;
  state: string;
  remedy: string | null;
  children: ReactNode;
}

function ReportRow({ works, name, state, remedy, children }: ReportRowProps) {
  const { t } = useTranslation();
  const Icon = works ? CircleCheck : CircleX;
  return (
    <li className="report-row">
      <Icon size={24} className={works ? "report-works" : "report-not"} aria-hidden="true" />
      <p className="report-words">
        <strong>{name}</strong>
        {t("common.colon")}
        {state}
      </p>
      <div className="report-actions">{children}</div>
      {remedy && (
        <p className="remedy" role="status">
          {remedy}
        </p>
      )}
    </li>
  );
}
