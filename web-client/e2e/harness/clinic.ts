// The clinic's HTTP interface, as a platform of its own would use it.

const URL_OF_CLINIC = process.env.E2E_URL ?? "http://localhost:8080";
export const PASSWORD = "vestibule-demo";
export const API_KEY = "vestibule-demo-key";

export interface Consultation {
  id: string;
  code: string;
  link: string;
  share_token: string;
  room_id: string;
  status: string;
}
export interface Place {
  token: string;
  room_id: string;
  participant_id: string;
  consultation: { id: string };
}

async function ask<T>(method: string, path: string, token?: string, body?: unknown): Promise<T> {
  const response = await fetch(`${URL_OF_CLINIC}${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

interface SignedIn {
  access_token: string;
  user: { id: string };
}

function enter(who: "doctor" | "admin" | "patient"): Promise<SignedIn> {
  const credentials = { email: `${who}@demo.test`, password: PASSWORD };
  return ask("POST", "/api/v1/auth/login", undefined, credentials);
}

async function signIn(who: "doctor" | "admin"): Promise<string> {
  return (await enter(who)).access_token;
}

/** The demo patient's account with an access token. */
export async function patientAccount(): Promise<{ id: string; token: string }> {
  const { access_token, user } = await enter("patient");
  return { id: user.id, token: access_token };
}

/** How many people of the latest consultation that took place have figures of their sound, both ways, and of the way. */
export async function measuredInLatest(): Promise<number> {
  const token = await doctorToken();
  const { items } = await ask<{ items: { id: string }[] }>("GET", "/api/v1/history?outcome=held", token);
  if (!items[0]) return 0;
  type Score = { sound_mos: number | null };
  type Figures = { rtt_ms: number | null; up: Score; down: Score } | null;
  type Report = { people: { connection: { figures: Figures } }[] };
  const { people } = await ask<Report>("GET", `/api/v1/history/${items[0].id}`, token);
  const isWhole = (figures: Figures) =>
    figures && figures.rtt_ms !== null && figures.up.sound_mos !== null && figures.down.sound_mos !== null;
  return people.filter(({ connection }) => isWhole(connection.figures)).length;
}

/** A consultation of the demo doctor for a patient with an account: from then on the two may call each other. */
export async function createConsultationFor(patientId: string): Promise<Consultation> {
  const wanted = { mode: "video", patient_id: patientId };
  return ask("POST", "/api/v1/consultations", await doctorToken(), wanted);
}

/** Anything that the demo doctor may ask of the server. */
export async function asDoctor<T = void>(method: string, path: string, body?: unknown): Promise<T> {
  return ask(method, path, await doctorToken(), body);
}

/** Shows a caption in a consultation, by a token or a server's key. */
export function say(id: string, token: string, caption: { text: string; language?: string }): Promise<void> {
  return ask("POST", `/api/v1/consultations/${id}/captions`, token, caption);
}

/** Makes an account; gives the link that sets its password. */
export async function invite(email: string, name: string): Promise<string> {
  const account = { email, name, role: "doctor" };
  return (await ask<{ link: string }>("POST", "/api/v1/users", await signIn("admin"), account)).link;
}

/** Milliseconds: half of the time for which an access token is good, as a worker runs for longer. */
const FRESH = 300_000;
let doctor: { token: Promise<string>; until: number } | undefined;

/** The demo doctor's access token. */
export function doctorToken(): Promise<string> {
  if (doctor === undefined || Date.now() > doctor.until)
    doctor = { token: signIn("doctor"), until: Date.now() + FRESH };
  return doctor.token;
}

/** Makes a consultation that everybody enters at once, unless its settings say otherwise. */
export async function createConsultation(
  mode: "video" | "audio" = "video",
  settings: { title?: string; waiting_room?: boolean } = {},
): Promise<Consultation> {
  const consultation = { mode, waiting_room: false, ...settings };
  return ask("POST", "/api/v1/consultations", await doctorToken(), consultation);
}

export async function endConsultation(id: string): Promise<void> {
  await ask("POST", `/api/v1/consultations/${id}/end`, await doctorToken());
}

export async function joinAsDoctor(id: string): Promise<Place> {
  return ask("POST", `/api/v1/consultations/${id}/join`, await doctorToken());
}

export function joinByCode(code: string, name: string): Promise<Place> {
  return ask("POST", "/api/v1/join", undefined, { code, display_name: name });
}

export async function createRoom(): Promise<string> {
  return (await ask<{ id: string }>("POST", "/api/v1/rooms", API_KEY, {})).id;
}

export async function roomToken(room: string, identity: string): Promise<string> {
  return (await ask<{ token: string }>("POST", `/api/v1/rooms/${room}/tokens`, API_KEY, { identity })).token;
}
