import { Bell, Hash } from "lucide-react";
import { useState } from "react";
import { CallButtons } from "../calls/CallButtons";
import { useContacts } from "../calls/useContacts";
import { useRingingSessions } from "../calls/usePhone";
import { Button, ButtonLink } from "../components/Button";
import { CallClinic } from "../home/CallClinic";
import { useTranslation } from "../i18n/useTranslation";
import { PageHeader } from "../navigation/PageHeader";
import { SignedInPage } from "../navigation/SignedInPage";
import { useSession } from "../session/session";
import { useVisits } from "./useVisits";
import { VisitRow } from "./VisitRow";
import "./patientHome.css";

/** A patient's own page: what is planned, whom they can call, and where they can be called. */
export function PatientHomePage() {
  const { t } = useTranslation();
  const { user } = useSession();
  const contacts = useContacts();
  const ringing = useRingingSessions();
  const visits = useVisits()?.filter(({ id }) => !ringing.includes(id));
  return (
    <SignedInPage column>
      <PageHeader title={t("patient.hello", { name: user?.name ?? "" })} />
      <section className="visits" aria-labelledby="visits-title">
        <h2 id="visits-title">{t("patient.next")}</h2>
        {visits?.length === 0 && <p className="visits-none">{t("patient.none")}</p>}
        <ul>
          {visits?.map((visit, index) => (
            <VisitRow key={visit.id} visit={visit} first={index === 0} />
          ))}
        </ul>
        <ButtonLink to="/conference" size="staff" icon={<Hash size={20} aria-hidden="true" />}>
          {t("patient.code")}
        </ButtonLink>
      </section>
      {contacts && contacts.length > 0 && (
        <section className="visits" aria-labelledby="doctors-title">
          <h2 id="doctors-title">{t("patient.doctors")}</h2>
          <ul>
            {contacts.map(({ id, name }) => (
              <li key={id} className="visit">
                <strong>{name}</strong>
                <CallButtons userId={id} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <NotifySwitch />
      <CallClinic quiet />
    </SignedInPage>
  );
}

/** Asks the browser for notifications of the system, when the person wants that. */
function NotifySwitch() {
  const { t } = useTranslation();
  const known = "Notification" in window ? Notification.permission : "denied";
  const [permission, setPermission] = useState(known);
  if (permission === "denied") return null;
  if (permission === "granted") return <p className="visits-none">{t("patient.notified")}</p>;
  const ask = () => void Notification.requestPermission().then(setPermission);
  return (
    <p>
      <Button icon={<Bell size={20} aria-hidden="true" />} onPress={ask}>
        {t("patient.notify")}
      </Button>
    </p>
  );
}
