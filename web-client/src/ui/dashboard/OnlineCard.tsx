import { Reach } from "../calls/Reach";
import { useContacts } from "../calls/useContacts";
import { Avatar } from "../components/Avatar";
import { Card } from "../components/Card";
import { useTranslation } from "../i18n/useTranslation";

/** The patients who can be rung right now. */
export function OnlineCard() {
  const { t } = useTranslation();
  const contacts = useContacts();
  if (!contacts) return null;
  const online = contacts.filter((contact) => contact.online && contact.role === "patient");
  return (
    <Card title={t("day.online")} count={online.length}>
      {online.length === 0 && <p className="card-note">{t("day.nobodyOnline")}</p>}
      <ul className="online">
        {online.map((contact) => (
          <li key={contact.id}>
            <Avatar name={contact.name} />
            <span className="online-name">{contact.name}</span>
            <Reach contact={contact} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
