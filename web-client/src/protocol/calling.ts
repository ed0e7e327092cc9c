import type { ApiClient } from "./apiClient";
import type { ConsultationMode } from "./consultation";
import type { Schema } from "./operation";

export type CallStatus = Schema<"CallStatus">;

/** Somebody who calls or is called. */
export type CallParty = Schema<"Other">;

/** A call as one of the two sees it. */
export type CallView = Schema<"Call">;

/** Somebody whom one may call. */
export type Contact = Schema<"Contact">;

/** A meeting of two that a platform made, as one of them sees it. */
export type Meeting = Schema<"OwnMeeting">;

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
  return api.ask("POST", "/api/v1/calls", { body: { user_id: userId, mode } });
}

/** Answers; gives the call with the consultation that goes on from now. */
export function acceptCall(api: ApiClient, id: string): Promise<Schema<"CallInConsultation">> {
  return api.ask("POST", "/api/v1/calls/{id}/accept", { params: { id } });
}

export function rejectCall(api: ApiClient, id: string): Promise<CallView> {
  return api.ask("POST", "/api/v1/calls/{id}/reject", { params: { id } });
}

export function hangUpCall(api: ApiClient, id: string): Promise<CallView> {
  return api.ask("POST", "/api/v1/calls/{id}/hangup", { params: { id } });
}

export async function listContacts(api: ApiClient): Promise<Contact[]> {
  return (await api.ask("GET", "/api/v1/contacts")).items;
}

export async function listMeetings(api: ApiClient): Promise<Meeting[]> {
  return (await api.ask("GET", "/api/v1/me/meetings")).items;
}
