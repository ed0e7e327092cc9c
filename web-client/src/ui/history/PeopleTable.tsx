import type { Attendee } from "../../protocol/history";
import { useTranslation } from "../i18n/useTranslation";
import { howLong } from "./howLong";
import { useFigures } from "./useFigures";

/** Everybody who was given a place: how long they were there, what was measured of their connection, by which way it went. */
export function PeopleTable({ people, reader }: { people: Attendee[]; reader: Attendee | null }) {
  const { t } = useTranslation();
  const { percent, milliseconds } = useFigures();
  const columns = [
    [t("report.loss"), (of: Attendee) => percent(of.connection?.figures?.down.loss_permille ?? null)],
    [t("report.jitter"), (of: Attendee) => milliseconds(of.connection?.figures?.down.jitter_ms ?? null)],
    [t("report.roundTrip"), (of: Attendee) => milliseconds(of.connection?.figures?.rtt_ms ?? null)],
    [t("report.path"), way],
  ] as const;
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t("report.who")}</th>
          {columns.map(([name]) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id}>
            <th scope="row">
              {person === reader ? t("report.you") : person.display_name}
              <span className="history-note people-note">{note(person)}</span>
            </th>
            {columns.map(([name, value]) => (
              <td key={name} data-name={name}>
                {value(person)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );

  /** Their part, how long they were there, and what kept them out. */
  function note({ role, present_s, stays, connection }: Attendee): string {
    const advice = connection?.join.advice;
    const there = present_s > 0 && t("report.thereFor", { time: howLong(t, present_s) });
    const trouble = advice ? t(`joining.words.${advice}`) : stays.length === 0 && t("report.notJoined");
    return [t(`report.roles.${role}`), there, trouble].filter(Boolean).join(", ");
  }

  function way({ connection }: Attendee): string {
    const path = connection?.join.path;
    return path ? t(`report.paths.${path.transport}`) : "–";
  }
}
