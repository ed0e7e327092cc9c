import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type ExportFormat, exportHistory } from "../../protocol/exportHistory";
import type { HistoryFilter } from "../../protocol/history";
import { ChoiceMenu } from "../components/ChoiceMenu";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { saveFile } from "./saveFile";

const endings = { csv: "csv", fhir: "fhir.json", json: "json" } as const satisfies Record<
  ExportFormat,
  string
>;
const formats = Object.keys(endings) as ExportFormat[];

/** Takes away what is filtered, no more. */
export function ExportMenu({ filter }: { filter: HistoryFilter }) {
  const { t, language } = useTranslation();
  const { api } = useSession();
  const taking = useMutation({
    mutationFn: (format: ExportFormat) => exportHistory(api, filter, format, language.startsWith("fr")),
    onSuccess: (file, format) => {
      saveFile(file, `${t("history.title").toLowerCase()}.${endings[format]}`);
      say(t("history.exported"));
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  const word = t(taking.isPending ? "history.exporting" : "history.export");
  return (
    <ChoiceMenu
      label={word}
      icon={<Download size={20} aria-hidden="true" />}
      text={word}
      choices={formats.map((id) => ({ id, name: t(`history.formats.${id}`) }))}
      chosen={null}
      onChoose={(format) => {
        if (!taking.isPending) taking.mutate(format);
      }}
    />
  );
}
