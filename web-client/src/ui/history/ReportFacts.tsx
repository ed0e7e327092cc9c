import type { Attendee, HistoryReport } from "../../protocol/history";
import { useTranslation } from "../i18n/useTranslation";
import { FigureList } from "./FigureList";
import { howLong } from "./howLong";
import { useFigures } from "./useFigures";

/** The figures of a consultation that took place, of whoever fared worst; those that were not measured are left out. */
export function ReportFacts({ report }: { report: HistoryReport }) {
  const { t } = useTranslation();
  const { score, percent } = useFigures();
  if (report.outcome !== "held") return null;
  const known = report.people.flatMap((person) =>
    person.connection ? [{ person, ...person.connection }] : [],
  );
  const worst = (of: (one: (typeof known)[number]) => number | null | undefined, pick: typeof Math.max) => {
    const values = known.flatMap((one) => of(one) ?? []);
    return values.length > 0 ? pick(...values) : null;
  };
  const sound = worst(({ figures }) => figures?.down.sound_mos, Math.min);
  const picture = worst(({ figures }) => figures?.down.picture_mos, Math.min);
  const frozen = worst(({ person, figures }) => frozenOf(person, figures?.down.frozen_permille), Math.max);
  const missing = worst(({ figures }) => figures?.down.missing_permille, Math.max);
  const lost = worst(({ minutes, seconds }) => (minutes.length > 0 ? seconds.lost : null), Math.max);
  const never = (seconds: number) => (seconds < 1 ? t("report.never") : howLong(t, seconds));
  const facts: ([string, string] | false)[] = [
    [t("report.duration"), howLong(t, report.duration_s)],
    report.waited_s !== null && [t("report.waited"), howLong(t, report.waited_s)],
    sound !== null && [t("report.soundScore"), score(sound)],
    picture !== null && [t("report.pictureScore"), score(picture)],
    frozen !== null && [t("report.frozen"), never(frozen)],
    missing !== null && [t("report.missingSound"), percent(missing)],
    lost !== null && [t("report.interrupted"), never(lost)],
  ];
  return <FigureList className="report-strip" figures={facts.filter((fact) => fact !== false)} />;
}

/** Seconds, by the share of the time that they were there. */
function frozenOf({ present_s }: Attendee, permille: number | null | undefined): number | null {
  return permille == null ? null : Math.round((permille * present_s) / 1000);
}
