// Every page and what opens on it, in all its looks: axe finds nothing, nothing leaves the server, nothing is inline.

import type { Page } from "@playwright/test";
import {
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
    doctor: ["/webrtc", "/patients", "/chat-message", "/history", "/profile"],
    admin: [
      "/admin",
      "/admin/accounts",
      "/admin/teams",
      "/admin/keys",
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
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await judge(page, `${who} ${path}`);
}

async function judge(page: Page, state: string): Promise<void> {
  found.push(...(await faultsInAllLooks(page, state)));
  await speak(page, "en");
}
