import { Hand, Mic, MicOff, Video, VideoOff } from "lucide-react";
import type { ReactNode } from "react";
import type { Role } from "../../protocol/consultation";
import type { Quality } from "../../protocol/events";
import { Avatar } from "../components/Avatar";
import { useTranslation } from "../i18n/useTranslation";
import { QualityBars } from "./QualityBars";

interface PersonRowProps {
  person: {
    displayName: string;
    role: Role;
    microphoneOff: boolean;
    cameraOff: boolean;
    /** Null while nothing is known. */
    quality: Quality | null;
  };
  own?: boolean;
  /** Whose turn it is among the raised hands, from 1; 0 for a hand that is down. */
  turn: number;
  /** What the doctor may do. */
  children?: ReactNode;
}

/** One person in the call, each state as a glyph and in words. */
export function PersonRow({ person, own = false, turn, children }: PersonRowProps) {
  const { t } = useTranslation();
  const { displayName, role, microphoneOff, cameraOff, quality } = person;
  return (
    <li className="person">
      <Avatar name={displayName} />
      <div className="person-who">
        <strong>{own ? t("room.self", { name: displayName }) : displayName}</strong>
        <span className="person-fact">{t(`call.roles.${role}`)}</span>
      </div>
      {turn > 0 && (
        <span className="person-hand">
          <Hand size={18} aria-hidden="true" />
          {t("room.turn", { count: turn })}
        </span>
      )}
      <div className="person-facts">
        <span>
          {microphoneOff ? <MicOff size={18} aria-hidden="true" /> : <Mic size={18} aria-hidden="true" />}
          {t(microphoneOff ? "room.microphoneOff" : "room.microphoneOn")}
        </span>
        <span>
          {cameraOff ? <VideoOff size={18} aria-hidden="true" /> : <Video size={18} aria-hidden="true" />}
          {t(cameraOff ? "room.cameraOff" : "room.cameraOn")}
        </span>
        {quality && (
          <span>
            <QualityBars quality={quality} />
            {t(`quality.own.${quality}`)}
          </span>
        )}
      </div>
      {children && <div className="person-actions">{children}</div>}
    </li>
  );
}
