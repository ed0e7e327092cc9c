import { Download, Play, Trash2 } from "lucide-react";
import { useState } from "react";
import type { Recording } from "../../protocol/recordings";
import { Button } from "../components/Button";
import { Notice } from "../components/Notice";
import { SentenceDialog } from "../components/SentenceDialog";
import { timeOfDay } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { RecordingPlayer } from "./RecordingPlayer";
import { useRecordingFiles } from "./useRecordings";

interface RecordingRowProps {
  consultationId: string;
  recording: Recording;
}

/** One recording: to be played, saved, deleted. */
export function RecordingRow({ consultationId, recording }: RecordingRowProps) {
  const { t, language } = useTranslation();
  const { nameOf, parts, play, save, remove } = useRecordingFiles(consultationId, recording);
  const [asking, setAsking] = useState(false);
  const began = new Date(recording.started_at ?? 0);
  const time = timeOfDay(began, language);
  const length = Math.max(Date.parse(recording.ended_at ?? "") - began.getTime() || 0, 1_000);
  const isOver = recording.state === "ready" || recording.state === "failed";
  return (
    <li className="recording">
      <h3>{time}</h3>
      {!isOver && <p>{t("recordings.saving")}</p>}
      {recording.failure && <Notice kind="warn">{t(`recordings.failures.${recording.failure}`)}</Notice>}
      {recording.has_gaps && <Notice kind="warn">{t("recordings.gaps")}</Notice>}
      {parts && <RecordingPlayer parts={parts} length={length} />}
      {isOver && (
        <div className="recording-deeds">
          {!parts && recording.parts.length > 0 && (
            <Button
              icon={<Play size={20} aria-hidden="true" />}
              busy={play.isPending}
              busyLabel={t("recordings.loading")}
              aria-label={t("recordings.playNamed", { time })}
              onPress={() => play.mutate()}
            >
              {t("recordings.play")}
            </Button>
          )}
          {recording.parts.map((part) => (
            <Button
              key={part.name}
              icon={<Download size={20} aria-hidden="true" />}
              busy={save.isPending && save.variables === part}
              onPress={() => save.mutate(part)}
            >
              {t("recordings.saveNamed", { name: nameOf(part) })}
            </Button>
          ))}
          <Button
            icon={<Trash2 size={20} aria-hidden="true" />}
            aria-label={t("recordings.deleteNamed", { time })}
            onPress={() => setAsking(true)}
          >
            {t("recordings.delete")}
          </Button>
        </div>
      )}
      <SentenceDialog title={t("recordings.deleteTitle")} open={asking} onClose={() => setAsking(false)}>
        <p>{t("recordings.deleteText")}</p>
        <div className="dialog-actions">
          <Button autoFocus onPress={() => setAsking(false)}>
            {t("recordings.keep")}
          </Button>
          <Button variant="danger" busy={remove.isPending} onPress={() => remove.mutate()}>
            {t("recordings.delete")}
          </Button>
        </div>
      </SentenceDialog>
    </li>
  );
}
