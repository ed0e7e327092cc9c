import { Clock, Copy, Link as LinkIcon, Mail, Phone, Smartphone, Video } from "lucide-react";
import { type ReactNode, useState } from "react";
import { spacedCode } from "../../protocol/conferenceCode";
import type { Consultation } from "../../protocol/consultation";
import type { Patient } from "../../protocol/listPatients";
import { Button, buttonClass } from "../components/Button";
import { copyText } from "../components/copyText";
import { QrCode } from "../components/QrCode";
import { SentenceDialog } from "../components/SentenceDialog";
import { dateAndTime } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { MessageShare } from "../invitations/MessageShare";
import { WaitingRoomSwitch } from "../lobby/WaitingRoomSwitch";
import { useNavigate } from "../router/navigation";
import { useSession } from "../session/session";
import { GuestLine } from "./GuestLine";
import { StartField } from "./StartField";
import { spelled } from "./spelling";
import "./readyDialog.css";

interface ReadyDialogProps {
  consultation: Consultation;
  /** For whom it is, where that is known. */
  patient: Patient | null;
  onClose(): void;
}

/** Code and link of a consultation, and the ways to hand them over. */
export function ReadyDialog({ consultation: opened, patient, onClose }: ReadyDialogProps) {
  const { t, language } = useTranslation();
  const { places } = useSession();
  const navigate = useNavigate();
  const [consultation, setConsultation] = useState(opened);
  const { id, mode, participants, starts_at } = consultation;
  const when = starts_at && dateAndTime(new Date(starts_at), language);
  const code = spacedCode(consultation.code ?? "");
  const link = consultation.link ?? "";
  const invitation = when
    ? t("ready.invitationAt", { when, link, code })
    : t("ready.invitation", { link, code });
  const Mode = mode === "video" ? Video : Phone;

  function openRoom() {
    places.forget(id);
    navigate(`/conference/${id}`);
  }

  return (
    <SentenceDialog title={t("ready.title")} open onClose={onClose} wide>
      <p className="ready-what">
        {patient && `${t("ready.for", { name: patient.name })} `}
        {when ? t(`ready.planned.${mode}`, { when }) : t(`ready.${mode}`)}{" "}
        {participants > 0 ? t("day.presence", { count: participants }) : t("ready.nobody")}
      </p>
      <div className="ready">
        <div className="ready-words">
          <Part title={t("ready.code")}>
            <div className="ready-line">
              <span className="ready-code">{code}</span>
              <Button
                autoFocus
                icon={<Copy size={20} aria-hidden="true" />}
                onPress={() => copyText(t, code, t("ready.codeCopied"))}
              >
                {t("ready.copyCode")}
              </Button>
            </div>
            <p className="ready-say">
              {t("ready.say")} <strong>{spelled(code, language)}</strong>
            </p>
          </Part>
          <Part title={t("ready.link")}>
            <div className="ready-line">
              <span className="ready-link">{shortened(link)}</span>
              <Button
                icon={<LinkIcon size={20} aria-hidden="true" />}
                onPress={() => copyText(t, link, t("ready.linkCopied"))}
              >
                {t("ready.copyLink")}
              </Button>
            </div>
            <div className="ready-line">
              <a
                className={buttonClass({ size: "dense" })}
                href={`sms:?body=${encodeURIComponent(invitation)}`}
              >
                <Smartphone size={20} aria-hidden="true" />
                {t("ready.sms")}
              </a>
              <a
                className={buttonClass({ size: "dense" })}
                href={`mailto:${encodeURIComponent(patient?.email ?? "")}?subject=${encodeURIComponent(t("ready.subject"))}&body=${encodeURIComponent(invitation)}`}
              >
                <Mail size={20} aria-hidden="true" />
                {t("ready.email")}
              </a>
              {consultation.patient_id && (
                <MessageShare patientId={consultation.patient_id} text={invitation} />
              )}
            </div>
          </Part>
        </div>
        <figure className="qr-figure ready-qr">
          <QrCode text={link} />
          <figcaption>{t("ready.scan")}</figcaption>
        </figure>
      </div>
      <GuestLine consultationId={id} />
      <div className="ready-settings">
        <WaitingRoomSwitch consultation={consultation} />
        {consultation.status === "pending" && (
          <StartField consultation={consultation} onPlanned={setConsultation} />
        )}
      </div>
      <div className="ready-foot">
        <p className="ready-valid">
          <Clock size={20} aria-hidden="true" />
          {t("ready.valid")}
        </p>
        <div className="dialog-actions">
          <Button onPress={onClose}>{t("ready.done")}</Button>
          <Button variant="primary" icon={<Mode size={20} aria-hidden="true" />} onPress={openRoom}>
            {t("ready.room")}
          </Button>
        </div>
      </div>
    </SentenceDialog>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="ready-part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** The secret in a link is never on the screen in full: somebody may stand behind the doctor. */
function shortened(link: string): string {
  return link.replace(/^https?:\/\//, "").replace(/(\/join\/.{3}).*$/, "$1…");
}
