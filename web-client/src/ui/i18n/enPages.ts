import type { frPages } from "./frPages";

/** English words of the pages around the call. */
export const enPages: typeof frPages = {
  nav: {
    pages: "Pages",
    today: "Today",
    code: "Consultation",
    admin: "Admin",
    profile: "Profile",
  },
  profile: {
    title: "Profile",
    account: "Your account",
    name: "Name",
    email: "E-mail address",
    role: "Role",
    roles: { admin: "Administrator", doctor: "Doctor", patient: "Patient" },
    changedBy: "The clinic can change your name and address.",
    look: "Language and appearance",
    remembered: "This browser remembers your choice.",
    password: "Password",
    current: "Current password",
    missing: "Write your current password.",
    wrong: "This is not your current password.",
    new: "New password",
    elsewhere: "Your other devices will have to sign in again.",
    change: "Change the password",
    changed: "Password changed. Your other devices are signed out.",
    sessions: "Devices signed in",
    thisDevice: "This device",
    unknownDevice: "Unknown device",
    used: "Used on {{date}}",
    revoke: "Sign out",
    revokeNamed: "Sign out {{device}}",
    revoked: "{{device}} is signed out.",
  },
};
