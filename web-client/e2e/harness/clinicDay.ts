// A day of the clinic as the server would tell of it: the same names, times and codes each time. All of it is invented.

import type { Page } from "@playwright/test";

/** The moment at which the pages of this day are looked at. */
export const NOW = new Date("2026-11-20T10:42:00+01:00");
const DOCTOR = { id: "d1", name: "Dr Claire Moreau" };

const at = (time: string, day = "2026-11-20") => `${day}T${time}:00+01:00`;

type Status = "pending" | "active" | "ended" | "cancelled";

interface Visit {
  time: string;
  name: string | null;
  status?: Status;
  mode?: "video" | "audio";
  minutes?: number;
}

function consultation({ time, name, status = "pending", mode = "video", minutes }: Visit, index: number) {
  const over = status === "ended" || status === "cancelled";
  const began = new Date(at(time));
  const ended = minutes === undefined ? null : new Date(began.getTime() + minutes * 60_000).toISOString();
  return {
    id: `c${index}`,
    status,
    mode,
    title: name,
    ...(over ? {} : { code: "M4T9RW", link: "https://visio.example/conference/join/x", share_token: "x" }),
    room_id: `r${index}`,
    doctor: DOCTOR,
    patient_id: null,
    starts_at: began.toISOString(),
    created_at: at("08:00"),
    started_at: minutes === undefined ? null : began.toISOString(),
    ended_at: ended,
    participants: 0,
    waiting_room: true,
    shared_queue: false,
    waiting: 0,
  };
}

const visits: Visit[] = [
  { time: "09:00", name: "Sylvie Chauvin", status: "ended", minutes: 22 },
  { time: "09:40", name: "Robert Lemoine", status: "ended", mode: "audio", minutes: 14 },
  { time: "10:10", name: "Farida Haddad", status: "cancelled" },
  { time: "10:30", name: "Jeanne Ferrand" },
  { time: "11:30", name: "Paul Girard" },
  { time: "11:50", name: "Mireille Roussel" },
  { time: "13:50", name: null, mode: "audio" },
];
const day = visits.map(consultation);

const waiter = (id: string, name: string, since: string) => ({
  participant_id: id,
  display_name: name,
  role: "patient",
  since: at(since),
  connected: true,
  devices: { camera: "works", microphone: "works" },
});

const past = [
  ["10:50", "Amadou Diallo", "video", 1092, "held"],
  ["10:10", "Farida Haddad", "video", 0, "no_show"],
  ["09:40", "Robert Lemoine", "audio", 840, "held"],
  ["09:20", "Sylvie Chauvin", "video", 1320, "held"],
] as const;
const history = past.map(([time, name, mode, duration_s, outcome], index) => ({
  id: `h${index}`,
  at: at(time, index < 2 ? "2026-11-20" : "2026-11-19"),
  status: "ended",
  outcome,
  mode,
  title: null,
  doctor: DOCTOR,
  patient: { id: `p${index}`, name },
  met_at: at(time),
  parted_at: at(time),
  ended_at: at(time),
  duration_s,
  waited_s: 240,
  quality: outcome === "held" ? (index === 0 ? "fair" : "good") : null,
  recordings: index === 2 ? 1 : 0,
  participants: [],
}));

const message = (id: string, own: boolean, time: string, content: string) => ({
  id,
  conversationId: "v0",
  senderId: own ? DOCTOR.id : "p0",
  senderName: own ? DOCTOR.name : "Amadou Diallo",
  content,
  type: "text",
  timestamp: at(time),
  status: "read",
});
const messages = [
  message("m3", false, "10:38", "Merci docteur, à bientôt."),
  message("m2", true, "10:37", "Bien reçu, merci."),
  message("m1", false, "10:35", "Voici la photo de l’ordonnance."),
  message("m0", true, "10:32", "Bonjour Monsieur Diallo, Mme Yılmaz traduit pour nous aujourd’hui."),
];
const conversations = ["Amadou Diallo", "Hélène Tessier", "Mehdi Kaci"].map((patientName, index) => ({
  id: `v${index}`,
  patientId: `p${index}`,
  medecinId: DOCTOR.id,
  patientName,
  medecinName: DOCTOR.name,
  updatedAt: at("10:38"),
  lastMessage: { ...messages[index], id: `l${index}` },
  unreadCount: index === 1 ? 1 : 0,
  status: "active",
  blockedBy: null,
}));

const counts = { created: 212, held: 198, no_show: 7, cancelled: 5, failed: 1, unattended: 1 };
const spread = (mean: number) => ({ mean, median: mean - 60, p90: mean + 300 });
const statistics = {
  ...counts,
  from: at("00:00", "2026-10-22"),
  to: at("00:00", "2026-11-21"),
  patients: 164,
  duration_s: spread(780),
  waited_s: spread(360),
  days: ["2026-11-17", "2026-11-18", "2026-11-19"].map((date, index) => ({
    ...counts,
    day: date,
    created: 11 + index,
    held: 10 + index,
    held_s: 7800,
  })),
};

const contact = (id: string, name: string) => ({ id, name, role: "patient", online: true });

const answers: Record<string, unknown> = {
  "/api/v1/auth/refresh": {
    access_token: "x",
    expires_in: 600,
    user: { ...DOCTOR, role: "doctor", email: "doctor@demo.test", totp: false },
  },
  "/api/v1/consultations": { items: [...day].reverse(), next_cursor: null },
  "/api/v1/lobby": {
    items: [{ consultation: day[3], waiting: [waiter("w1", "Jeanne Ferrand", "10:30")] }],
  },
  "/api/v1/contacts": { items: [contact("p1", "Hélène Tessier"), contact("p2", "Mehdi Kaci")] },
  "/api/v1/me/meetings": { items: [] },
  "/api/v1/statistics": statistics,
  "/api/v1/history": { items: history, next_cursor: "more" },
  "/api/v1/history/h0": { ...history[0], people: [] },
  "/api/messaging/medecin-patient/medecin/conversations": conversations,
  "/api/messaging/medecin-patient/conversations/v0/messages": messages,
};

/** Answers a page's requests with this day, in a browser that has somebody signed in; what it does not tell is nothing. */
export async function tellTheDay(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem("vestibule.signed-in", "yes"));
  // No news comes: the events would be those of the real server.
  await page.route("**/socket.io/**", (route) => route.abort());
  await page.route(/\/api\/(v1|messaging)\//, (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/api/v1/settings") return route.continue();
    const told = answers[pathname];
    return route.fulfill(told === undefined ? { json: { items: [], next_cursor: null } } : { json: told });
  });
  await page.clock.setFixedTime(NOW);
}
