import { useTranslation } from "../i18n/useTranslation";
import { FigureList } from "./FigureList";
import { howLong } from "./howLong";
import type { Range } from "./periods";
import { useStatistics } from "./useHistory";

/** A time in a line of figures. */
export function FigureStrip({ range }: { range: Range }) {
  const { t } = useTranslation();
  const { data } = useStatistics(range);
  if (!data) return null;
  const { created, held, no_show, patients, duration_s } = data;
  const figures = [
    [t("statistics.strip.created", { count: created }), created],
    [t("statistics.strip.held", { count: held }), held],
    [t("statistics.strip.mean"), duration_s ? howLong(t, duration_s.mean) : "–"],
    [t("statistics.strip.patients", { count: patients }), patients],
    [t("statistics.strip.noShow"), no_show],
  ] as const;
  return <FigureList className="figure-strip" figures={figures} />;
}
