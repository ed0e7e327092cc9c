import type { ApiClient } from "./apiClient";

/** Changes one's own password; one's other browsers are signed out. `forbidden`: the current one is wrong. */
export function changePassword(api: ApiClient, current: string, next: string): Promise<void> {
  return api.ask("POST", "/api/v1/me/password", {
    body: { current_password: current, new_password: next },
  });
}
