// Every page and what opens on it, in all its looks: axe finds nothing, nothing leaves the server, nothing is inline.

import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import {
  asDoctor,
  createConsultation,
  createConsultationFor,
  endConsultation,
  PASSWORD,
  patientAccount,
} from "../harness/clinic.ts";
import { faultsInAllLooks, speak } from "../harness/looks.ts";
import { type PageWatch, watchPage } from "../harness/pageWatch.ts";
import { expect, type People, test } from "../harness/people.ts";
import { expectInCall, passDeviceCheck, press, typeCode } from "../harness/visit.ts";

let found: string[];
let watches: PageWatch[];

test.beforeEach(() => {
  found = [];
  watches = [];
});
test.afterEach(() => {
  for (const watch of watches) expect(watch).toEqual({ strangers: [], violations: [] });
  expect(found).toEqual([]);
});

test("a guest's pages, from the front door into a call and out of it", async ({ people, baseURL }) => {
  test.setTimeout(240_000);
  const { id, code, share_token } = await createConsultation("video", { waiting_room: true });
  const page = await watched(people, "guest", baseURL);
  for (const path of ["/", "/conference", `/conference/join/${share_token}`, "/password#x", "/nowhere"])
    await judgePage(page, path);
  await judgePage(page, "/network-test");
  await judgePage(page, "/offline.html");

  await page.goto("/conference");
  await press(page, "Continue");
  await judge(page, "the fields that are empty");
  await press(page, "Language: English");
  await judge(page, "the menu of languages");
  await page.keyboard.press("Escape");
  await typeCode(page, code, "Jeanne Petit");
  await expect(page.getByRole("button", { name: "Enter the waiting room" })).toBeVisible();
  await judge(page, "the devices");
  await passDeviceCheck(page);
  await expect(page.getByRole("heading", { name: "You are in the waiting room" })).toBeVisible();
  await judge(page, "the waiting room");

  const doctor = await watched(people, "doctor", baseURL);
  await signIn(doctor, "doctor");
  await doctor.goto("/webrtc");
  await expect(doctor.getByRole("button", { name: "Admit Jeanne Petit" })).toBeVisible();
  await judge(doctor, "the day with somebody who waits");
  await press(doctor, "Not now, Jeanne Petit");
  await judge(doctor, "the dialog of a refusal");
  await doctor.keyboard.press("Escape");
  await press(doctor, "Admit Jeanne Petit");
  await expectInCall(page);
  await expectInCall(doctor);
  await judge(page, "a patient's call");
  await judge(doctor, "a doctor's call");
  await press(doctor, "Chat");
  await doctor.getByLabel("Write a message").fill("Good morning");
  await doctor.keyboard.press("Enter");
  await judge(page, "a message that came");
  await judge(doctor, "the messages of a call");
  await doctor.keyboard.press("Escape");
  await press(doctor, "More options");
  await judge(doctor, "the menu of a call");
  await doctor.keyboard.press("Escape");
  await press(page, "Leave");
  await expect(page.getByRole("radio").first()).toBeAttached();
  await judge(page, "after the call");
  await endConsultation(id);
});

test("the pages of the signed-in", async ({ people, baseURL }) => {
  test.setTimeout(240_000);
  const patient = await patientAccount();
  await createConsultationFor(patient.id);
  const routes = {
    patient: ["/patient", "/chat-message", "/history", "/profile"],
    doctor: ["/webrtc", "/patients", "/chat-message", "/history", "/statistics", "/profile"],
    admin: [
      "/admin",
      "/admin/accounts",
      "/admin/teams",
      "/admin/keys",
      "/admin/webhooks",
      "/admin/outbox",
      "/admin/audit",
      "/admin/settings",
    ],
  };
  for (const [who, paths] of Object.entries(routes)) {
    const page = await watched(people, "guest", baseURL);
    await signIn(page, who);
    for (const path of paths) await judgePage(page, path, who);
    await page.context().close();
  }
});

test("what opens on the pages of the signed-in", async ({ people, baseURL }) => {
  test.setTimeout(300_000);
  const patient = await patientAccount();
  const held = await createConsultationFor(patient.id);
  const messaging = "/api/messaging/medecin-patient/conversations";
  const { id } = await asDoctor<{ id: string }>("POST", messaging, { patientId: patient.id });
  await asDoctor("POST", `${messaging}/${id}/messages`, { content: "Please bring your glasses." });
  await endConsultation(held.id);

  const doctor = await watched(people, "doctor", baseURL);
  await signIn(doctor, "doctor");
  await judgePage(doctor, `/history/${held.id}`, "doctor");
  await judgePage(doctor, `/chat-message?with=${id}`, "doctor");
  await judgeDialog(doctor, "/profile", "Set up");
  const created = doctor.waitForResponse(
    (answer) => answer.request().method() === "POST" && answer.url().endsWith("/consultations"),
  );
  await judgeDialog(doctor, "/webrtc", "New video consultation");
  const made = (await (await created).json()) as { id: string };
  await press(doctor, "Invite somebody");
  await expect(doctor.getByRole("dialog", { name: "Invite somebody" })).toBeVisible();
  await judge(doctor, "the dialog of invitations");
  await endConsultation(made.id);

  const called = await watched(people, "guest", baseURL);
  await signIn(called, "patient");
  const call = await asDoctor<{ id: string }>("POST", "/api/v1/calls", {
    user_id: patient.id,
    mode: "video",
  });
  await expect(called.getByText("is calling you")).toBeVisible();
  await judge(called, "a call that rings");
  await asDoctor("POST", `/api/v1/calls/${call.id}/hangup`);
  await called.context().close();

  const admin = await watched(people, "guest", baseURL);
  await signIn(admin, "admin");
  for (const what of ["account", "team", "key", "webhook"])
    await judgeDialog(admin, `/admin/${what}s`, `New ${what}`, `Create the ${what}`);
});

test("pages that say what went wrong", async ({ people, baseURL }) => {
  test.setTimeout(240_000);
  const { id, code } = await createConsultation("video", { waiting_room: true });
  const guest = await watched(people, "guest", baseURL);
  await judgePage(guest, `/conference/${randomUUID()}`);
  await guest.goto("/conference/join/nobody-has-this-link");
  await guest.getByLabel("Your first and last name").fill("Jeanne Petit");
  await press(guest, "Continue");
  await expect(guest.getByRole("alert").first()).toBeVisible();
  await judge(guest, "a link that does not exist");
  await guest.goto("/password#x");
  await guest.getByLabel("New password").fill("too short");
  await press(guest, "Save");
  await judge(guest, "a password that is too short");

  await typeCode(guest, code, "Jeanne Petit");
  await passDeviceCheck(guest);
  const waiting = guest.getByRole("heading", { name: "You are in the waiting room" });
  await expect(waiting).toBeVisible();
  const at = `/api/v1/consultations/${id}`;
  const who = await firstWaiter(at);
  await asDoctor("POST", `${at}/deny`, { ...who, reason: "come_later", message: "Come at noon." });
  await expect(guest.getByRole("heading", { name: "You cannot come in now" })).toBeVisible();
  await judge(guest, "who is not let in");
  await press(guest, "Wait again");
  await expect(waiting).toBeVisible();
  const guests = await firstWaiter(at);
  await asDoctor("POST", `${at}/admit`, guests);
  await expectInCall(guest);
  await asDoctor("POST", `${at}/remove`, guests);
  await expect(guest.getByRole("heading", { name: /ended your part/ })).toBeVisible();
  await judge(guest, "who was removed");
  await endConsultation(id);

  const doctor = await watched(people, "doctor", baseURL);
  await signIn(doctor, "doctor");
  for (const gone of [id, randomUUID()]) {
    await doctor.goto(`/conference/${gone}`);
    await expect(doctor.getByRole("toolbar")).toHaveCount(0);
    await expect(doctor.getByRole("heading", { level: 1 })).not.toHaveText("Connecting…");
    await judge(doctor, "a consultation that cannot be entered");
  }
  await judgePage(doctor, `/history/${randomUUID()}`, "doctor");
});

/** Who waits before the door of a consultation, once the server knows of them. */
async function firstWaiter(at: string): Promise<{ participant_id: string }> {
  const waiting = async () => {
    const lobby = await asDoctor<{ waiting: { participant_id: string }[] }>("GET", `${at}/lobby`);
    return lobby.waiting[0]?.participant_id ?? "";
  };
  await expect.poll(waiting).not.toBe("");
  return { participant_id: await waiting() };
}

async function watched(people: People, person: "guest" | "doctor", baseURL = ""): Promise<Page> {
  const page = await people.page(person);
  watches.push(await watchPage(page, new URL(baseURL).origin));
  return page;
}

async function signIn(page: Page, who: string): Promise<void> {
  await page.goto("/");
  await page.locator("input[type=email]").fill(`${who}@demo.test`);
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.locator("button[type=submit]").click();
  await page.waitForURL((url) => url.pathname !== "/");
}

async function judgePage(page: Page, path: string, who = "guest"): Promise<void> {
  await page.goto("about:blank");
  await page.goto(path);
  // What stands there until the client runs has two headings.
  await expect(page.locator(".not-started")).toHaveCount(0);
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await judge(page, `${who} ${path}`);
}

/** A dialog, and what it says where nothing was filled in. */
async function judgeDialog(page: Page, path: string, opens: string, sends?: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(path);
  await press(page, opens);
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  if (sends) {
    await press(page, sends);
    await expect(page.getByRole("dialog").getByRole("alert").first()).toBeVisible();
  }
  await judge(page, `${opens}, on ${path}`);
}

async function judge(page: Page, state: string): Promise<void> {
  found.push(...(await faultsInAllLooks(page, state)));
  await speak(page, "en");
}
