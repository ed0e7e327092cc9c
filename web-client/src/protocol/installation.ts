import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** What patients are told of the clinic; null where the installation does not say. */
export interface Clinic {
  name: string | null;
  phone: string | null;
}

/** What the server offers, told to everybody. */
export type Installation = Schema<"Settings"> & { clinic: Clinic };

export async function installation(api: ApiClient): Promise<Installation> {
  // A server that does not know whose it is says nothing of it.
  return { clinic: { name: null, phone: null }, ...(await api.ask("GET", "/api/v1/settings")) };
}

/** Leads to the identity provider; a page, no call. */
export const identityProvider = "/api/v1/auth/oidc/start";

/** Asks for a link; the answer is the same whether there is such an account. */
export function askForPassword(api: ApiClient, email: string): Promise<void> {
  return api.ask("POST", "/api/v1/auth/password-reset", { body: { email } });
}
