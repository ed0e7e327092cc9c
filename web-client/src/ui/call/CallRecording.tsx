import type { Call } from "../../call/call";
import { useRecordingNews } from "../recording/useRecordingNews";
import { useSnapshot } from "../session/callKit";
import { ConsentDialog, RecordingBadge } from "./laterParts";

/** Says that the call is recorded, for as long as it is so. */
export function CallBadge({ call }: { call: Call }) {
  const { current } = useSnapshot(call.asides.recordings);
  return current && <RecordingBadge call={call} recording={current} />;
}

/** Asks whether the call may be recorded, says when that begins and ends. */
export function CallRecording({ call }: { call: Call }) {
  const { current } = useSnapshot(call.asides.recordings);
  const { sentence, fresh } = useRecordingNews(call);
  return (
    <>
      <p className={fresh ? "recording-news" : "visually-hidden"} role="alert">
        {sentence}
      </p>
      {current?.agreed === null && <ConsentDialog call={call} recording={current} />}
    </>
  );
}
