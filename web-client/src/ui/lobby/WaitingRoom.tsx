import { Clock, Mic, MicOff, Video, VideoOff } from "lucide-react";
import type { Call } from "../../call/call";
import { useWakeLock } from "../call/useWakeLock";
import { Button } from "../components/Button";
import { Named } from "../components/Named";
import { Notice } from "../components/Notice";
import { PageHeading } from "../components/PageHeading";
import { PatientPage, Steps } from "../components/PatientPage";
import { useMinutes } from "../components/useMinutes";
import { VideoView } from "../components/VideoView";
import { CallClinic } from "../home/CallClinic";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";
import { ArchScene } from "./ArchScene";
import { DoctorsWord } from "./DoctorsWord";
import "./waitingRoom.css";

/** Before the door: that one is expected, since when, and what the doctor says. Nothing is sent from here. */
export function WaitingRoom({ call }: { call: Call }) {
  const { t } = useTranslation();
  const { doctorName, lobby, mode, signalingLost } = useSnapshot(call);
  const { localMedia } = useCallKit();
  const { microphone, camera } = useSnapshot(localMedia);
  const video = mode === "video";
  useWakeLock();
  return (
    <PatientPage>
      <Steps step={3} />
      <div className="waiting-scene">
        <ArchScene />
        {camera.track && (
          <div className="waiting-self">
            <VideoView track={camera.track} mirrored label={t("devices.you")} data-self="waiting" />
          </div>
        )}
      </div>
      <PageHeading>{t("waiting.title")}</PageHeading>
      <p>
        <Named text={t("waiting.text", { doctor: doctorName })} name={doctorName} />
      </p>
      {signalingLost && <Notice kind="warn">{t("waiting.lost")}</Notice>}
      <ul className="waiting-facts">
        <Since since={lobby.since} />
        <OwnDevices video={video} />
      </ul>
      <DoctorsWord doctor={doctorName} word={lobby.message} />
      <div className="actions">
        <div className="waiting-switches">
          <Button
            size="patient"
            icon={microphone.on ? <Mic aria-hidden="true" /> : <MicOff aria-hidden="true" />}
            onPress={() => void call.toggleMicrophone()}
          >
            {t(microphone.on ? "call.mute" : "call.unmute")}
          </Button>
          {video && (
            <Button
              size="patient"
              icon={camera.on ? <Video aria-hidden="true" /> : <VideoOff aria-hidden="true" />}
              onPress={() => void call.toggleCamera()}
            >
              {t(camera.on ? "call.cameraOff" : "call.cameraOn")}
            </Button>
          )}
        </div>
        <p className="actions-note">{t("waiting.nothingSent")}</p>
        <CallClinic quiet />
        <div className="waiting-leave actions">
          <Button variant="ghost" size="patient" onPress={() => call.leave()}>
            {t("waiting.leave")}
          </Button>
        </div>
      </div>
    </PatientPage>
  );
}

function Since({ since }: { since: string | null }) {
  const { t } = useTranslation();
  const minutes = useMinutes(since === null ? null : Date.parse(since));
  const words = minutes === 0 ? t("waiting.justNow") : t("waiting.since", { count: minutes });
  return (
    <li>
      <Clock size={24} aria-hidden="true" />
      {since === null ? t("waiting.connecting") : words}
    </li>
  );
}

function OwnDevices({ video }: { video: boolean }) {
  const { t } = useTranslation();
  const { microphone, camera } = useSnapshot(useCallKit().localMedia);
  const Icon = microphone.on ? Mic : MicOff;
  const on = video ? (camera.on ? "waiting.ready" : "waiting.cameraOff") : "waiting.readyAudio";
  const off = microphone.problem ? (`problems.microphone.${microphone.problem}` as const) : "waiting.muted";
  return (
    <li>
      <Icon size={24} aria-hidden="true" />
      <span role="status">{t(microphone.asking ? "call.asking" : microphone.on ? on : off)}</span>
    </li>
  );
}
