import type { ApiClient } from "./apiClient";

/** What patients are told of the clinic; null where the installation does not say. */
export interface Clinic {
  name: string | null;
  phone: string | null;
}

/** What the server offers, told to everybody. */
export interface Installation {
  clinic: Clinic;
  /** Whether who forgot their password gets a link by e-mail. */
  password_reset: boolean;
  /** With whom people may sign in instead; null where with nobody. */
  oidc: { name: string } | null;
  invitations: { mail: boolean; sms: boolean };
}

export function installation(api: ApiClient): Promise<Installation> {
  return api.send<Installation>("settings");
}

/** Leads to the identity provider; a page, no call. */
export const identityProvider = "/api/v1/auth/oidc/start";

/** Asks for a link; the answer is the same whether there is such an account. */
export function askForPassword(api: ApiClient, email: string): Promise<void> {
  return api.send<void>("auth/password-reset", { method: "POST", body: { email } });
}
