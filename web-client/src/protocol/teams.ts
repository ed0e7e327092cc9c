import type { ApiClient } from "./apiClient";

/** A doctor of a team. */
export interface TeamMember {
  id: string;
  name: string;
}

/** Doctors who share their waiting rooms. */
export interface Team {
  id: string;
  name: string;
  doctors: TeamMember[];
}

/** All teams, by name. */
export function listTeams(api: ApiClient): Promise<{ items: Team[] }> {
  return api.send("teams");
}

/** Makes a team, still without doctors. */
export function createTeam(api: ApiClient, name: string): Promise<{ id: string }> {
  return api.send("teams", { method: "POST", body: { name } });
}

/** Removes a team: its doctors are in none then. */
export function removeTeam(api: ApiClient, id: string): Promise<void> {
  return api.send(`teams/${id}`, { method: "DELETE" });
}

/** Puts a doctor into a team, out of the one before. */
export function joinTeam(api: ApiClient, team: string, doctor: string): Promise<void> {
  return api.send(`teams/${team}/doctors/${doctor}`, { method: "PUT" });
}

/** Takes a doctor out of a team. */
export function leaveTeam(api: ApiClient, team: string, doctor: string): Promise<void> {
  return api.send(`teams/${team}/doctors/${doctor}`, { method: "DELETE" });
}
