import type { Attendee } from "../../protocol/history";
import { useTranslation } from "../i18n/useTranslation";
import { howLong } from "./howLong";

const levels = ["good", "fair", "poor", "lost"] as const;

/** Everybody who was given a place: how long they were there, by which way, how well it went. */
export function PeopleTable({ people }: { people: Attendee[] }) {
  const { t } = useTranslation();
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t("report.who")}</th>
          <th scope="col">{t("report.there")}</th>
          {levels.map((level) => (
            <th key={level} scope="col">
              {t(`quality.words.${level}`)}
            </th>
          ))}
          <th scope="col">{t("report.path")}</th>
          <th scope="col">{t("report.join")}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id}>
            <th scope="row">
              {person.display_name} <span className="history-note">{t(`report.roles.${person.role}`)}</span>
            </th>
            <td data-name={t("report.there")}>{person.present_s > 0 ? howLong(t, person.present_s) : "–"}</td>
            {levels.map((level) => (
              <td key={level} data-name={t(`quality.words.${level}`)}>
                {time(person.connection?.seconds[level])}
              </td>
            ))}
            <td data-name={t("report.path")}>{way(person)}</td>
            <td data-name={t("report.join")}>{joined(person)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );

  function time(seconds: number | undefined): string {
    return seconds ? howLong(t, seconds) : "–";
  }

  function way({ connection }: Attendee): string {
    const path = connection?.join.path;
    return path ? t(`report.paths.${path.transport}`) : "–";
  }

  function joined({ connection, stays }: Attendee): string {
    const advice = connection?.join.advice;
    if (advice) return t(`joining.words.${advice}`);
    return t(stays.length > 0 ? "report.joined" : "report.notJoined");
  }
}
