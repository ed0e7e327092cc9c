import type { Tile } from "../../call/tiles";
import { Button } from "../components/Button";
import { SentenceDialog } from "../components/SentenceDialog";
import { useTranslation } from "../i18n/useTranslation";

interface RemoveDialogProps {
  /** Whom; null while nobody is asked about. */
  person: Tile | null;
  onConfirm(participantId: string): void;
  onClose(): void;
}

/** Removes somebody from the call, after asking once. */
export function RemoveDialog({ person, onConfirm, onClose }: RemoveDialogProps) {
  const { t } = useTranslation();
  if (!person) return null;
  function confirm(participantId: string) {
    onClose();
    onConfirm(participantId);
  }
  return (
    <SentenceDialog title={t("room.removeTitle", { name: person.displayName })} open onClose={onClose}>
      <p>{t("room.removeText")}</p>
      <div className="dialog-actions">
        <Button autoFocus onPress={onClose}>
          {t("room.removeCancel")}
        </Button>
        <Button variant="danger" onPress={() => confirm(person.participantId)}>
          {t("room.remove")}
        </Button>
      </div>
    </SentenceDialog>
  );
}
