import type { Attendee } from "../../protocol/history";
import { useTranslation } from "../i18n/useTranslation";
import type { Sense } from "./senses";

/** "You heard Ana", "Ana saw you", "Ana heard the others". */
export function useSenseWords(reader: Attendee | null): (sense: Sense) => string {
  const { t } = useTranslation();
  return ({ kind, by, of }) => {
    const words = { name: by.display_name, other: of?.display_name ?? t("report.others") };
    if (by === reader) return t(`report.senses.${kind}.you`, words);
    return t(`report.senses.${kind}.${of && of === reader ? "byThem" : "them"}`, words);
  };
}
