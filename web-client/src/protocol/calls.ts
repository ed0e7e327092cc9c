import type { ApiClient } from "./apiClient";
import type { Consultation, ConsultationMode } from "./consultation";

/** One person rings another who is online. */
export interface PersonalCall {
  id: string;
  status: "ringing" | "accepted" | "rejected" | "busy" | "missed" | "hangup";
  mode: ConsultationMode;
  other: { id: string; name: string };
  /** Null where the other was busy from the start. */
  consultation: Consultation | null;
}

/** Rings somebody. `not_found`: nobody whom one may call; `conflict`: one is in a call already. */
export function startCall(api: ApiClient, userId: string, mode: ConsultationMode): Promise<PersonalCall> {
  return api.send("calls", { method: "POST", body: { user_id: userId, mode } });
}

/** Answers; both join the call's consultation then. */
export function acceptCall(api: ApiClient, id: string): Promise<PersonalCall> {
  return api.send(`calls/${id}/accept`, { method: "POST" });
}

export function rejectCall(api: ApiClient, id: string): Promise<PersonalCall> {
  return api.send(`calls/${id}/reject`, { method: "POST" });
}

/** Ends it, also before it was answered. */
export function hangUpCall(api: ApiClient, id: string): Promise<PersonalCall> {
  return api.send(`calls/${id}/hangup`, { method: "POST" });
}
