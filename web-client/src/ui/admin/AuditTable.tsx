import { Ban, Check } from "lucide-react";
import type { AuditRow } from "../../protocol/audit";
import { Badge } from "../components/Badge";
import { dateAndTime } from "../i18n/clock";
import type { WordKey } from "../i18n/translate";
import { useTranslation } from "../i18n/useTranslation";
import type { AuditWords } from "./AuditPage";

interface AuditTableProps {
  rows: readonly AuditRow[];
  /** Only what has this word from now on. */
  onOnly(words: Partial<AuditWords>): void;
}

/** Deeds, newest first; each word and id is a way to see only what has it. */
export function AuditTable({ rows, onOnly }: AuditTableProps) {
  const { t, language } = useTranslation();

  /** Deeds have words, and those who are no account; of a newer server the name is shown. */
  function told(field: keyof AuditWords, name: string): string {
    if (field === "subject") return name;
    const key = `${field === "action" ? "deeds" : "actors"}.${name}`;
    const words = t(key as WordKey);
    return words === key ? name : words;
  }

  return (
    <table className="audit-table">
      <thead>
        <tr>
          {(["at", "action", "actor", "subject", "outcome"] as const).map((column) => (
            <th key={column} scope="col">
              {t(`audit.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.seq}>
            <td>
              <time dateTime={row.at}>{dateAndTime(new Date(row.at), language)}</time>
            </td>
            {(["action", "actor", "subject"] as const).map((field) => (
              <td key={field} data-column={t(`audit.${field}`)}>
                <button
                  type="button"
                  className="audit-word"
                  aria-label={t("audit.only", { word: told(field, row[field]) })}
                  onClick={() => onOnly({ [field]: row[field] })}
                >
                  {told(field, row[field])}
                </button>
              </td>
            ))}
            <td>
              {row.outcome === "refused" ? (
                <Badge kind="error">
                  <Ban size={15} aria-hidden="true" />
                  {t("audit.refused")}
                </Badge>
              ) : (
                <Badge kind="plain">
                  <Check size={15} aria-hidden="true" />
                  {t("audit.done")}
                </Badge>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
