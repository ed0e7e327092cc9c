import { Card } from "../components/Card";
import { useTranslation } from "../i18n/useTranslation";
import { RecordingRow } from "./RecordingRow";
import { useRecordings } from "./useRecordings";
import "./recordings.css";

/** The recordings of a consultation in its report; nothing where there are none. */
export function RecordingsCard({ consultationId }: { consultationId: string }) {
  const { t } = useTranslation();
  const recordings = useRecordings(consultationId).data ?? [];
  if (recordings.length === 0) return null;
  return (
    <Card title={t("recordings.title")}>
      <ul className="recordings">
        {recordings.map((recording) => (
          <RecordingRow key={recording.id} consultationId={consultationId} recording={recording} />
        ))}
      </ul>
    </Card>
  );
}
