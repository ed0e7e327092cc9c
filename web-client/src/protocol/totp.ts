import type { ApiClient } from "./apiClient";

/** Whether one's account asks for a second factor. */
export interface TotpState {
  enabled: boolean;
  recovery_codes_left: number;
}

/** What an authenticator app needs. */
export interface TotpSecret {
  /** Base 32, to be typed. */
  secret: string;
  /** `otpauth://totp/...`, for a QR code. */
  uri: string;
}

/** Told this once. */
export interface RecoveryCodes {
  recovery_codes: string[];
}

export function totpState(api: ApiClient): Promise<TotpState> {
  return api.send("me/totp");
}

/** Begins the set-up; again gives another secret. */
export function beginTotp(api: ApiClient): Promise<TotpSecret> {
  return api.send("me/totp", { method: "POST" });
}

/** Ends the set-up by a code of the app. `forbidden`: the code is wrong. */
export function confirmTotp(api: ApiClient, code: string): Promise<RecoveryCodes> {
  return api.send("me/totp/confirm", { method: "POST", body: { code } });
}

/** Makes new recovery codes; those before work no more. */
export function renewRecoveryCodes(api: ApiClient, code: string): Promise<RecoveryCodes> {
  return api.send("me/totp/recovery-codes", { method: "POST", body: { code } });
}

/** Takes the second factor off one's account. */
export function removeTotp(api: ApiClient, code: string): Promise<void> {
  return api.send("me/totp/remove", { method: "POST", body: { code } });
}
