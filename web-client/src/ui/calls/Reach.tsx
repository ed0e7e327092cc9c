import { MessageSquare, Phone, Video } from "lucide-react";
import type { Contact } from "../../protocol/calling";
import { TipButton } from "../components/TipButton";
import { useTranslation } from "../i18n/useTranslation";
import { useNavigate } from "../router/navigation";
import { usePhone } from "./usePhone";
import "./calls.css";

/** The three ways to reach somebody, in a dense row: picture, sound, message. */
export function Reach({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const desk = usePhone();
  const navigate = useNavigate();
  const { id, name } = contact;
  return (
    <span className="reach">
      {desk && (
        <>
          <TipButton
            label={t("calls.callVideo", { name })}
            icon={<Video size={20} aria-hidden="true" />}
            onPress={() => desk.call(contact, "video")}
          />
          <TipButton
            label={t("calls.callAudio", { name })}
            icon={<Phone size={20} aria-hidden="true" />}
            onPress={() => desk.call(contact, "audio")}
          />
        </>
      )}
      <TipButton
        label={t("patients.messageNamed", { name })}
        icon={<MessageSquare size={20} aria-hidden="true" />}
        onPress={() => void navigate(`/chat-message?to=${id}`)}
      />
    </span>
  );
}
