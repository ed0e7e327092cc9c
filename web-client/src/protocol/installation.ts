import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** What patients are told of the clinic; null where the installation does not say. */
export type Clinic = Installation["clinic"];

/** What the server offers, told to everybody. */
export type Installation = Schema<"Settings">;

export function installation(api: ApiClient): Promise<Installation> {
  return api.ask("GET", "/api/v1/settings");
}

/** Leads to the identity provider; a page, no call. */
export const identityProvider = "/api/v1/auth/oidc/start";

/** Asks for a link; the answer is the same whether there is such an account. */
export function askForPassword(api: ApiClient, email: string): Promise<void> {
  return api.ask("POST", "/api/v1/auth/password-reset", { body: { email } });
}
