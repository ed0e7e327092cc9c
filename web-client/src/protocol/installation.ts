import type { ApiClient } from "./apiClient";

/** What the server offers, told to everybody. */
export interface Installation {
  /** Whether who forgot their password gets a link by e-mail. */
  password_reset: boolean;
  /** With whom people may sign in instead; null where with nobody. */
  oidc: { name: string } | null;
  invitations: { mail: boolean; sms: boolean };
  /** Whether doctors may ask that a call be recorded. */
  recording: boolean;
  /** Days for which recordings are kept; null for as long as the consultation. */
  recording_days: number | null;
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
