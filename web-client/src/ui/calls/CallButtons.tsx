import { Phone, Video } from "lucide-react";
import { Button as IconButton } from "react-aria-components";
import type { ConsultationMode } from "../../protocol/consultation";
import { useTranslation } from "../i18n/useTranslation";
import { useContacts } from "./useContacts";
import { usePhone } from "./usePhone";
import "./calls.css";

const icons = { video: Video, audio: Phone };

/** The two ways to call somebody, where one may; whether they are there. */
export function CallButtons({ userId }: { userId: string }) {
  const { t } = useTranslation();
  const desk = usePhone();
  const contact = useContacts()?.find(({ id }) => id === userId);
  if (!desk || !contact) return null;
  const button = (mode: ConsultationMode) => {
    const Icon = icons[mode];
    return (
      <IconButton
        className="button button-secondary icon-button"
        aria-label={t(mode === "video" ? "calls.callVideo" : "calls.callAudio", { name: contact.name })}
        onPress={() => desk.call(contact, mode)}
      >
        <Icon size={20} aria-hidden="true" />
      </IconButton>
    );
  };
  return (
    <span className="call-buttons">
      <Presence online={contact.online} />
      {button("video")}
      {button("audio")}
    </span>
  );
}

export function Presence({ online }: { online: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={online ? "presence presence-online" : "presence"}>
      {t(online ? "calls.online" : "calls.offline")}
    </span>
  );
}
