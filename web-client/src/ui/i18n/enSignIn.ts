import type { frSignIn } from "./frSignIn";

/** English words of the sign-in. */
export const enSignIn: typeof frSignIn = {
  signIn: {
    code: "Code of your app",
    codeHint: "The 6 digits of your authenticator app, or one of your recovery codes.",
    codeMissing: "Write the code.",
    codeWrong: "This code does not match, or was used already. Wait for the next one, then try again.",
    back: "Back to the password",
    with: "Sign in with {{name}}",
    noAccount: "You have no account here. Ask your administrator for one.",
    failed: "Signing in did not work. Try again, or use your password.",
  },
  forgotten: {
    question: "Forgot your password?",
    hint: "We will send a link there, to choose a new password.",
    send: "Send the link",
    sending: "Sending",
    sent: "If an account has this address, a link is on its way there. It works for one hour.",
  },
};
