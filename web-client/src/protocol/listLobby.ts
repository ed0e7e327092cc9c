import type { ApiClient } from "./apiClient";
import type { LobbyItem } from "./lobby";

/** Everybody who waits for the doctor who is signed in. */
export async function listLobby(api: ApiClient): Promise<LobbyItem[]> {
  return (await api.ask("GET", "/api/v1/lobby")).items;
}
