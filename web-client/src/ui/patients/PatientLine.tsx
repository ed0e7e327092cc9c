import { MessageSquare, Phone, Video } from "lucide-react";
import type { ConsultationMode } from "../../protocol/consultation";
import type { Patient } from "../../protocol/listPatients";
import { Presence } from "../calls/CallButtons";
import { useContacts } from "../calls/useContacts";
import { usePhone } from "../calls/usePhone";
import { Avatar } from "../components/Avatar";
import { Button, ButtonLink } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";

interface PatientLineProps {
  patient: Patient;
  /** What is being opened with them. */
  opening: ConsultationMode | null;
  onOpen(mode: ConsultationMode): void;
}

/** One patient, and a button for each way to reach them: who is there is rung, for others a consultation is opened. */
export function PatientLine({ patient: { id, name, email }, opening, onOpen }: PatientLineProps) {
  const { t } = useTranslation();
  const desk = usePhone();
  const contact = useContacts()?.find((known) => known.id === id);
  const reach = (mode: ConsultationMode) =>
    desk && contact?.online ? desk.call(contact, mode) : onOpen(mode);
  return (
    <li>
      <Avatar name={name} />
      <div className="line-words">
        <strong>{name}</strong>
        <span>{email}</span>
      </div>
      {contact && <Presence online={contact.online} />}
      <div className="line-actions">
        <Button
          icon={<Video size={20} aria-hidden="true" />}
          aria-label={t("patients.videoNamed", { name })}
          busy={opening === "video"}
          onPress={() => reach("video")}
        >
          {t("patients.video")}
        </Button>
        <Button
          icon={<Phone size={20} aria-hidden="true" />}
          aria-label={t("patients.audioNamed", { name })}
          busy={opening === "audio"}
          onPress={() => reach("audio")}
        >
          {t("patients.audio")}
        </Button>
        <ButtonLink
          to={`/chat-message?to=${id}`}
          icon={<MessageSquare size={20} aria-hidden="true" />}
          aria-label={t("patients.messageNamed", { name })}
        >
          {t("patients.message")}
        </ButtonLink>
      </div>
    </li>
  );
}
