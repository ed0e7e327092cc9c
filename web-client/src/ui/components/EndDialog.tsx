import { useMutation } from "@tanstack/react-query";
import { endConsultation } from "../../protocol/endConsultation";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { Button } from "./Button";
import { errorSentence } from "./errorSentence";
import { Notice } from "./Notice";
import { SentenceDialog } from "./SentenceDialog";

interface EndDialogProps {
  consultationId: string;
  open: boolean;
  onClose(): void;
  onEnded?(): void;
}

/** Ends a consultation for everybody, after asking once. */
export function EndDialog({ consultationId, open, onClose, onEnded }: EndDialogProps) {
  const { t } = useTranslation();
  const { api } = useSession();
  const ending = useMutation({
    mutationFn: () => endConsultation(api, consultationId),
    onSuccess: () => {
      onClose();
      onEnded?.();
    },
  });
  return (
    <SentenceDialog title={t("end.title")} open={open} onClose={onClose}>
      <p>{t("end.text")}</p>
      {ending.isError && <Notice kind="error">{errorSentence(t, ending.error)}</Notice>}
      <div className="dialog-actions">
        <Button autoFocus onPress={onClose}>
          {t("end.cancel")}
        </Button>
        <Button
          variant="danger"
          busy={ending.isPending}
          busyLabel={t("end.ending")}
          onPress={() => ending.mutate()}
        >
          {t("end.confirm")}
        </Button>
      </div>
    </SentenceDialog>
  );
}
