import { useQuery } from "@tanstack/react-query";
import type { Consultation } from "../../protocol/consultation";
import { listConsultations } from "../../protocol/listConsultations";
import { useContacts } from "../calls/useContacts";
import { Card } from "../components/Card";
import { PlainButton } from "../components/PlainButton";
import { dateAndTime } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { comingKey, due } from "./day";
import "./coming.css";

/** How far ahead, and how many at most. */
const days = 30;
const most = 5;

/** What is planned after today, the soonest first; nothing where nothing is. */
export function ComingCard({ onOpen }: { onOpen(consultation: Consultation): void }) {
  const { t, language } = useTranslation();
  const coming = useComing();
  const contacts = useContacts();
  const nameOf = ({ title, patient_id }: Consultation) =>
    title ?? contacts?.find(({ id }) => id === patient_id)?.name ?? t("day.untitled");
  if (coming.length === 0) return null;
  return (
    <Card title={t("day.coming")}>
      <ul className="coming">
        {coming.slice(0, most).map((consultation) => (
          <li key={consultation.id}>
            <PlainButton className="link link-plain" onPress={() => onOpen(consultation)}>
              {dateAndTime(new Date(due(consultation)), language)}
            </PlainButton>
            <span>{nameOf(consultation)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function useComing(): Consultation[] {
  const { api } = useSession();
  const { data } = useQuery({
    queryKey: comingKey,
    queryFn: () => {
      const from = tomorrow();
      const to = new Date(from);
      to.setDate(to.getDate() + days);
      return listConsultations(api, { from, to, cursor: null });
    },
  });
  const begin = tomorrow().getTime();
  return (data?.items ?? [])
    .filter((one) => one.status === "pending" && due(one) >= begin)
    .sort((one, other) => due(one) - due(other));
}

function tomorrow(): Date {
  const at = new Date();
  at.setHours(24, 0, 0, 0);
  return at;
}
