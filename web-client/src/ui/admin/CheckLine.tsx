import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import type { Check, Verdict } from "../../protocol/machineHealth";
import { Badge } from "../components/Badge";
import { useTranslation } from "../i18n/useTranslation";

const icons = { pass: CircleCheck, warn: TriangleAlert, fail: CircleX };
const badges = { pass: "ok", warn: "warn", fail: "error" } as const;
/** Those with a title in both languages; another one is shown by its own name. */
const known = [
  "addresses",
  "certificate",
  "clock",
  "configuration",
  "database",
  "disk",
  "file limit",
  "media",
  "media threads",
] as const;

/** What was looked at, how it is, and what to do: the title is ours, what was seen is the server's English. */
export function CheckLine({ check: { name, verdict, says, remedy } }: { check: Check }) {
  const { t } = useTranslation();
  const title = known.find((own) => own === name);
  return (
    <li className="check-line">
      <VerdictIcon verdict={verdict} size={20} />
      <div className="check-words">
        <h3>{title ? t(`health.title.${title}`) : name}</h3>
        <p className="card-note" lang="en">
          {says}
        </p>
        {remedy && (
          <p className={`check-remedy check-remedy-${verdict}`}>
            <strong>{t("health.do")}</strong> <span lang="en">{remedy}</span>
          </p>
        )}
      </div>
      <Badge kind={badges[verdict]}>{t(`health.verdict.${verdict}`)}</Badge>
    </li>
  );
}

export function VerdictIcon({ verdict, size }: { verdict: Verdict; size: number }) {
  const Icon = icons[verdict];
  return (
    <span className={`verdict verdict-${verdict}`}>
      <Icon size={size} aria-hidden="true" />
    </span>
  );
}
