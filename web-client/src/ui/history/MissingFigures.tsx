import { Notice } from "../components/Notice";
import { timeInSentence } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { type Timeline, unknownOf } from "./timeline";

/** Of whom, and when, nothing was measured though they were there. */
export function MissingFigures({ timeline }: { timeline: Timeline }) {
  const { t, language } = useTranslation();
  const unknown = unknownOf(timeline);
  if (unknown.length === 0) return null;
  const at = (time: number) => timeInSentence(new Date(time), language);
  return (
    <Notice kind="info">
      {unknown.map(({ person, from, to }) => (
        <p key={`${person.id}${from}`}>
          {t("report.missingFigures", { name: person.display_name, from: at(from), to: at(to) })}
        </p>
      ))}
    </Notice>
  );
}
