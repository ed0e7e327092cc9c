import type { frErrors } from "./frErrors";

/** English sentences for what went wrong: what it is, then what to do. */
export const enErrors: typeof frErrors = {
  errors: {
    code_unknown: "This code does not exist. Check each letter, or ask the clinic for a new one.",
    link_unknown: "This link leads to no consultation. Ask the clinic for another.",
    code_expired: "This code is no longer valid. Ask the clinic for a new one.",
    link_expired: "This link is no longer valid. Ask the clinic for another.",
    invitation_used:
      "This link was opened in another browser before. Open it there, or ask the clinic for another.",
    consultation_ended: "This consultation is over. For a new one, call the clinic.",
    rate_limited: "Too many tries. Wait a minute, then try again.",
    account_locked: "Too many tries for this account. Wait a quarter of an hour, then try again.",
    unreachable: "The server does not answer. Check your internet connection, then try again.",
    unauthenticated: "Your session is over. Sign in again.",
    token_expired: "Your place is no longer kept. Come in again by the code or the link.",
    forbidden: "You have no access to this consultation. Ask the clinic for a code.",
    not_admitted: "The doctor did not let you in. Ask the clinic when to come back.",
    not_found: "This consultation does not exist. Check the link, or ask the clinic for a code.",
    validation: "A field is not filled in well. Check what you wrote.",
    unavailable: "The server is too busy. Try again in a minute.",
    media_full: "The server is full. Try again in a few minutes, or call the clinic.",
    media_away: "The server cannot open a call now. Try again in a minute.",
    precondition_failed:
      "Somebody else changed this meanwhile. Close it, and open it again to see how it is now.",
    conflict: "Somebody changed this consultation. Reload the page.",
    unknown: "Something did not work. Try again, or call the clinic.",
    failedTitle: "This page does not open",
    failedText: "The network may be away, or the server was just updated.",
    pageTitle: "This page does not exist",
    pageText: "Check the address, or enter the code of your consultation.",
  },
};
