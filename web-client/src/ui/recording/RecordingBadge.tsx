import { CircleDot } from "lucide-react";
import type { Call } from "../../call/call";
import type { RecordingView } from "../../protocol/recordings";
import { PlainButton } from "../components/PlainButton";
import { useTranslation } from "../i18n/useTranslation";
import { useRecordingDeeds } from "./useRecordingDeeds";
import "./recording.css";

/** Says, for as long as it is so, that the call is recorded, and stops it. */
export function RecordingBadge({ call, recording }: { call: Call; recording: RecordingView }) {
  const { t } = useTranslation();
  const deeds = useRecordingDeeds(call);
  const goesOn = recording.state === "recording";
  const own = goesOn && recording.agreed === true;
  const doctor = call.getSnapshot().self.role === "doctor";
  // Who is asked sees the question instead.
  if (!goesOn && !doctor) return null;
  const words = goesOn ? (own ? "recording.on" : "recording.onWithoutYou") : "recording.asking";
  return (
    <p className="recording-badge">
      {goesOn && <CircleDot size={18} aria-hidden="true" className="recording-dot" />}
      <span>{t(words)}</span>
      <PlainButton
        className="recording-stop"
        aria-label={t(goesOn ? "recording.stopNamed" : "recording.withdraw")}
        onPress={() => deeds.stop(recording.id)}
      >
        {t(goesOn ? "recording.stop" : "recording.withdrawShort")}
      </PlainButton>
    </p>
  );
}
