import type { ApiClient } from "./apiClient";
import type { Consultation } from "./consultation";

/** Whether all but the doctor wait until they are let in. */
export function setWaitingRoom(api: ApiClient, id: string, waitingRoom: boolean): Promise<Consultation> {
  const body = { waiting_room: waitingRoom };
  return api.ask("PATCH", "/api/v1/consultations/{id}", { params: { id }, body });
}
