import type { frTrail } from "./frTrail";

/** English words of the audit, of what was not sent, and of days to choose. */
export const enTrail: typeof frTrail = {
  days: { first: "From", last: "To" },
  audit: {
    what: "Each deed and each refusal, without names. This look is written down too.",
    list: "Newest first",
    at: "When",
    action: "Deed",
    actor: "By",
    subject: "On",
    outcome: "Outcome",
    done: "Done",
    refused: "Refused",
    only: "Show only: {{word}}",
    none: "Nothing matches",
    more: "Show more",
  },
  outbox: {
    ways: {
      both: "E-mail and text messages are in service.",
      mail: "E-mail is in service, text messages are not.",
      sms: "Text messages are in service, e-mail is not.",
      none: "Neither e-mail nor text messages: the settings file has them.",
    },
    list: "Not sent yet",
    what: "What was sent leaves no trace here; what was given up stays for 30 days.",
    none: "Nothing waits",
    channel: { mail: "E-mail", sms: "Text message" },
    purpose: {
      account_invitation: "invitation of an account",
      password_reset: "new password",
      consultation_invitation: "invitation to a consultation",
      reminder: "reminder",
    },
    written: "Written {{date}}, for {{about}}.",
    attempts_one: "{{count}} attempt.",
    attempts_other: "{{count}} attempts.",
    failure: {
      refused: "Refused by the recipient.",
      unreachable: "The sending service does not answer.",
      expired: "Too late to be of use.",
    },
    due: "Tried next {{date}}.",
    waiting: "Waiting",
    failed: "Given up",
  },
};
