import { Phone, Video } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ConsultationMode } from "../../protocol/consultation";
import type { Patient } from "../../protocol/listPatients";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";

interface PatientLineProps {
  patient: Patient;
  /** What is being opened with them. */
  opening: ConsultationMode | null;
  onOpen(mode: ConsultationMode): void;
}

/** One patient, and a button for each way to reach them. */
export function PatientLine({ patient: { name, email }, opening, onOpen }: PatientLineProps) {
  const { t } = useTranslation();
  return (
    <li>
      <Avatar name={name} />
      <div className="line-words">
        <strong>{name}</strong>
        <span>{email}</span>
      </div>
      <div className="line-actions">
        <Button
          icon={<Video size={20} aria-hidden="true" />}
          aria-label={t("patients.videoNamed", { name })}
          busy={opening === "video"}
          onPress={() => onOpen("video")}
        >
          {t("patients.video")}
        </Button>
        <Button
          icon={<Phone size={20} aria-hidden="true" />}
          aria-label={t("patients.audioNamed", { name })}
          busy={opening === "audio"}
          onPress={() => onOpen("audio")}
        >
          {t("patients.audio")}
        </Button>
      </div>
    </li>
  );
}
