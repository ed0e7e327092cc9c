import {
  Lock,
  MessageSquare,
  Mic,
  MicOff,
  MonitorUp,
  MonitorX,
  PhoneOff,
  Users,
  Video,
  VideoOff,
} from "lucide-react";
import type { ReactNode } from "react";
import type { Call } from "../../call/call";
import { PlainButton } from "../components/PlainButton";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";
import { CaptionControl } from "./CaptionControl";
import { Control } from "./Control";
import { DeviceMenu } from "./DeviceMenu";
import type { PanelChoice } from "./usePanel";
import type { Toggle } from "./usePictureInPicture";
import { useToolbar } from "./useToolbar";

interface CallBarProps {
  call: Call;
  /** Whether this consultation has pictures at all. */
  camera: boolean;
  /** The own screen, where it can be shared from here. */
  share: Toggle | null;
  /** Whether devices are changed here. */
  deviceMenus: boolean;
  /** What can be opened beside the stage. */
  panel: PanelChoice;
  /** Messages that came while nobody looked. */
  unread: number;
  /** How many are in the call, where the bar shows it. */
  people: number | null;
  menu: ReactNode;
  onEndForAll: (() => void) | null;
}

/** The controls; Leave is always there. */
export function CallBar(props: CallBarProps) {
  const { call, camera: hasCamera, share, deviceMenus, panel, unread, people, menu, onEndForAll } = props;
  const { t } = useTranslation();
  const { localMedia } = useCallKit();
  const { microphone, camera } = useSnapshot(localMedia);
  const toolbar = useToolbar();
  return (
    <section className="bar" aria-label={t("call.controls")}>
      <p className="bar-server">
        <Lock size={18} aria-hidden="true" />
        {t("call.ownServer")}
      </p>
      <div {...toolbar} role="toolbar" aria-label={t("call.controls")} className="bar-controls">
        <Control
          noun={t("call.microphone")}
          name={t(microphone.on ? "call.mute" : "call.unmute")}
          look={microphone.on ? "on" : "off"}
          icon={microphone.on ? <Mic size={24} /> : <MicOff size={24} />}
          onPress={() => void call.toggleMicrophone()}
          beside={deviceMenus && <DeviceMenu source="microphone" />}
        />
        {hasCamera && (
          <Control
            noun={t("call.camera")}
            name={t(camera.on ? "call.cameraOff" : "call.cameraOn")}
            look={camera.on ? "on" : "off"}
            icon={camera.on ? <Video size={24} /> : <VideoOff size={24} />}
            onPress={() => void call.toggleCamera()}
            beside={deviceMenus && <DeviceMenu source="camera" />}
          />
        )}
        {share && (
          <Control
            noun={t(share.on ? "stage.stopSharing" : "stage.share")}
            name={t(share.on ? "stage.stopSharing" : "stage.share")}
            look={share.on ? "active" : "on"}
            icon={share.on ? <MonitorX size={24} /> : <MonitorUp size={24} />}
            onPress={share.toggle}
          />
        )}
        <Control
          noun={t("chat.chat")}
          name={unread > 0 ? t("chat.chatNamed", { count: unread }) : t("chat.chat")}
          look={panel.open === "chat" ? "active" : "on"}
          icon={<MessageSquare size={24} />}
          expanded={panel.open === "chat"}
          badge={unread}
          onPress={() => panel.toggle("chat")}
        />
        {people !== null && (
          <Control
            noun={t("room.people")}
            name={t("room.peopleNamed", { count: people })}
            look={panel.open === "people" ? "active" : "on"}
            icon={<Users size={24} />}
            expanded={panel.open === "people"}
            badge={people}
            onPress={() => panel.toggle("people")}
          />
        )}
        {deviceMenus && <CaptionControl call={call} />}
        {menu}
        <span className="bar-gap" aria-hidden="true" />
        <Control
          noun={t("call.leave")}
          name={t("call.leave")}
          look="leave"
          icon={<PhoneOff size={24} />}
          onPress={() => call.leave()}
        />
      </div>
      {onEndForAll && (
        <PlainButton className="button bar-end" onPress={onEndForAll}>
          {t("call.endForAll")}
        </PlainButton>
      )}
    </section>
  );
}
