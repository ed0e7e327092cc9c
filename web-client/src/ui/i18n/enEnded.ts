import type { frEnded } from "./frEnded";

/** English words of who is in a call no more, or not yet. */
export const enEnded: typeof frEnded = {
  ended: {
    title: "The consultation is over",
    leftTitle: "You left the consultation",
    duration_zero: "It lasted less than a minute.",
    duration_one: "It lasted {{count}} minute.",
    duration_other: "It lasted {{count}} minutes.",
    at: "It ended at {{time}}.",
    by: "{{name}} ended it at {{time}}.",
    byYou: "You ended it at {{time}}.",
    byClinic: "The clinic ended it at {{time}}.",
    off: "Your camera and microphone are off. You can close this page.",
    byMistake: "Left by mistake? Your place is still there.",
    comeBack: "Come back",
    dashboard: "Back to the day",
    home: "Back to your page",
    replacedTitle: "The consultation is open elsewhere",
    replacedText: "It goes on in another tab. You can take it back here.",
    refusedTitle: "You cannot come in",
    enterCode: "Enter a code",
    strangerTitle: "You have not come in yet",
    strangerText: "To join this consultation, enter its code. A doctor? Sign in.",
  },
  denied: {
    title: "You cannot come in now",
    come_later: "The doctor asks you to come back later.",
    cannot_now: "The doctor cannot see you now. Call the clinic for another time.",
    wrong_visit: "This consultation is not yours. Check your code, or ask the clinic for it.",
    other: "The doctor did not let you in. Call the clinic.",
    again: "Wait again",
  },
  removed: {
    title: "The doctor ended your part in the call",
    text: "The consultation goes on without you. A question? Call the clinic.",
    again: "Ask to come back",
  },
  rating: {
    question: "How were the picture and the sound?",
    faces: { bad: "Bad", fair: "Fair", good: "Good" },
    comment: "A word more",
    commentHint: "If you like. The clinic reads it.",
    send: "Send",
    sending: "Sending",
    thanks: "Thank you, the clinic has your answer.",
  },
};
