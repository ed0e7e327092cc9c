import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { exportMinutes } from "../../protocol/exportMinutes";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { saveFile } from "./saveFile";

/** All that was measured, minute by minute, as a table. */
export function DownloadReport({ id }: { id: string }) {
  const { t, language } = useTranslation();
  const { api } = useSession();
  const taking = useMutation({
    mutationFn: () => exportMinutes(api, id, language.startsWith("fr")),
    onSuccess: (file) => {
      saveFile(file, `${t("history.report").toLowerCase()}.csv`);
      say(t("history.exported"));
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  return (
    <Button
      icon={<Download size={20} aria-hidden="true" />}
      busy={taking.isPending}
      busyLabel={t("history.exporting")}
      onPress={() => taking.mutate()}
    >
      {t("report.download")}
    </Button>
  );
}
