import type { ConsultationMode } from "./consultation";

/** What happened to a call between two people. */
interface CallEvent {
  callId: string;
  /** Its consultation. */
  sessionId: string | null;
  /** Who called. */
  from: { id: string; name: string };
  mode: ConsultationMode;
}

/** What the server tells of calls. */
export interface CallServerEvents {
  /** To the one who is called. */
  call_ringing: CallEvent;
  /** The rest goes to both. */
  call_accepted: CallEvent;
  call_rejected: CallEvent;
  call_busy: CallEvent;
  call_missed: CallEvent;
  call_hangup: CallEvent;
}
