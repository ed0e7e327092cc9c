import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** A doctor of a team. */
export type TeamMember = Schema<"TeamMember">;

/** Doctors who share their waiting rooms. */
export type Team = Schema<"Team">;

/** All teams, by name. */
export function listTeams(api: ApiClient): Promise<{ items: Team[] }> {
  return api.ask("GET", "/api/v1/teams");
}

/** Makes a team, still without doctors. */
export function createTeam(api: ApiClient, name: string): Promise<{ id: string }> {
  return api.ask("POST", "/api/v1/teams", { body: { name } });
}

/** Removes a team: its doctors are in none then. */
export function removeTeam(api: ApiClient, id: string): Promise<void> {
  return api.ask("DELETE", "/api/v1/teams/{id}", { params: { id } });
}

/** Puts a doctor into a team, out of the one before. */
export function joinTeam(api: ApiClient, id: string, doctor: string): Promise<void> {
  return api.ask("PUT", "/api/v1/teams/{id}/doctors/{doctor}", { params: { id, doctor } });
}

/** Takes a doctor out of a team. */
export function leaveTeam(api: ApiClient, id: string, doctor: string): Promise<void> {
  return api.ask("DELETE", "/api/v1/teams/{id}/doctors/{doctor}", { params: { id, doctor } });
}
