import type { ApiClient } from "./apiClient";
import type { Schema } from "./operation";

/** Whether one's account asks for a second factor. */
export type TotpState = Schema<"SecondFactor">;

/** What an authenticator app needs. */
export type TotpSecret = Schema<"SecondFactorSecret">;

/** Told this once. */
export type RecoveryCodes = Schema<"RecoveryCodes">;

export function totpState(api: ApiClient): Promise<TotpState> {
  return api.ask("GET", "/api/v1/me/totp");
}

/** Begins the set-up; again gives another secret. */
export function beginTotp(api: ApiClient): Promise<TotpSecret> {
  return api.ask("POST", "/api/v1/me/totp");
}

/** Ends the set-up by a code of the app. `forbidden`: the code is wrong. */
export function confirmTotp(api: ApiClient, code: string): Promise<RecoveryCodes> {
  return api.ask("POST", "/api/v1/me/totp/confirm", { body: { code } });
}

/** Makes new recovery codes; those before work no more. */
export function renewRecoveryCodes(api: ApiClient, code: string): Promise<RecoveryCodes> {
  return api.ask("POST", "/api/v1/me/totp/recovery-codes", { body: { code } });
}

/** Takes the second factor off one's account. */
export function removeTotp(api: ApiClient, code: string): Promise<void> {
  return api.ask("POST", "/api/v1/me/totp/remove", { body: { code } });
}
