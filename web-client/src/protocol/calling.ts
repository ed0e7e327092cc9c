import type { ApiClient, User } from "./apiClient";
import type { Consultation, ConsultationMode } from "./consultation";

export type CallStatus = "ringing" | "accepted" | "rejected" | "busy" | "missed" | "hangup";

/** Somebody who calls or is called. */
export interface CallParty {
  id: string;
  name: string;
  role: User["role"];
}

/** A call as one of the two sees it. */
export interface CallView {
  id: string;
  status: CallStatus;
  mode: ConsultationMode;
  direction: "incoming" | "outgoing";
  other: CallParty;
  /** Null where the other one was busy from the start. */
  consultation_id: string | null;
}

/** Somebody whom one may call. */
export interface Contact extends CallParty {
  online: boolean;
}

/** A meeting of two that a platform made, as one of them sees it. */
export interface Meeting {
  callId: string;
  status: "active" | "completed" | "cancelled";
  mode: ConsultationMode;
  /** The account of the one who accepted, and went there at once. */
  acceptedBy: string;
  other: CallParty;
}

/** What is told of a meeting that begins. */
export interface MeetingNews {
  callId: string;
  from: CallParty;
  mode: ConsultationMode;
}

/** What became of a call. */
interface CallNews {
  callId: string;
  /** Null where it never rang. */
  sessionId: string | null;
  /** Who called. */
  from: CallParty;
  mode: ConsultationMode;
  /** Whose deed it is; null where time or the room decided. */
  by: string | null;
}

/** Events of calls and meetings that the server sends. */
export interface CallEvents {
  call_ringing: Omit<CallNews, "by" | "sessionId"> & { sessionId: string };
  call_accepted: CallNews;
  call_rejected: CallNews;
  call_busy: CallNews;
  call_missed: CallNews;
  call_hangup: CallNews;
  presence_changed: { userId: string; online: boolean };
  meeting_created: MeetingNews;
}

export function startCall(api: ApiClient, userId: string, mode: ConsultationMode): Promise<CallView> {
  return api.send("calls", { method: "POST", body: { user_id: userId, mode } });
}

/** Answers; gives the call with the consultation that goes on from now. */
export function acceptCall(
  api: ApiClient,
  callId: string,
): Promise<CallView & { consultation: Consultation }> {
  return act(api, callId, "accept");
}

export function rejectCall(api: ApiClient, callId: string): Promise<CallView> {
  return act(api, callId, "reject");
}

export function hangUpCall(api: ApiClient, callId: string): Promise<CallView> {
  return act(api, callId, "hangup");
}

export async function listContacts(api: ApiClient): Promise<Contact[]> {
  return (await api.send<{ items: Contact[] }>("contacts")).items;
}

export async function listMeetings(api: ApiClient): Promise<Meeting[]> {
  return (await api.send<{ items: Meeting[] }>("me/meetings")).items;
}

function act<Answer>(api: ApiClient, callId: string, word: string): Promise<Answer> {
  return api.send(`calls/${encodeURIComponent(callId)}/${word}`, { method: "POST" });
}
