import type { frSignIn } from "./frSignIn";

/** English words of the sign-in. */
export const enSignIn: typeof frSignIn = {
  signIn: {
    code: "Code of your app",
    codeHint: "The 6 digits of your authenticator app, or one of your recovery codes.",
    codeMissing: "Write the code.",
    codeWrong: "This code does not match, or was used already. Wait for the next one, then try again.",
    back: "Back to the password",
  },
};
