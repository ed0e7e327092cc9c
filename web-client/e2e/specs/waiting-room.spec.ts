// Patients wait before the door until their doctor lets them in.

import type { Page } from "@playwright/test";
import { PATIENT } from "../harness/call.ts";
import { type Consultation, createConsultation, endConsultation } from "../harness/clinic.ts";
import { expect, keep, type People, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { button, expectInCall, passDeviceCheck, press, signIn, typeCode } from "../harness/visit.ts";

let consultation: Consultation;

test.beforeEach(async () => {
  consultation = await createConsultation("video", { waiting_room: true });
});
test.afterEach(async () => {
  await endConsultation(consultation.id);
});

/** A patient on a phone who stands before the door. */
async function patientWaits(people: People): Promise<Page> {
  const patient = await people.page("patient");
  await patient.setViewportSize({ width: 390, height: 844 });
  await typeCode(patient, consultation.code, PATIENT);
  await passDeviceCheck(patient);
  await expectWaiting(patient);
  return patient;
}

async function expectWaiting(patient: Page): Promise<void> {
  await expect(patient.getByRole("heading", { name: "You are in the waiting room" })).toBeVisible();
  await expect(
    patient.getByText("You have just arrived").or(patient.getByText("You have been")),
  ).toBeVisible();
  await expect.poll(() => liveConnections(patient)).toBe(0);
}

/** PeerConnections that are not closed; those of the network test are. */
function liveConnections(page: Page): Promise<number> {
  return page.evaluate(
    () => window.connections.filter(({ connectionState }) => connectionState !== "closed").length,
  );
}

async function doctorOpensRoom(people: People): Promise<Page> {
  const doctor = await people.page("doctor");
  await signIn(doctor);
  await doctor.goto(`/conference/${consultation.id}`);
  await expectInCall(doctor);
  return doctor;
}

const lobby = (doctor: Page) => doctor.getByRole("region", { name: "Waiting room" });

test("a patient waits, reads the doctor's word, is let in; both see and hear each other", async ({
  people,
}) => {
  const doctor = await doctorOpensRoom(people);
  const patient = await patientWaits(people);
  await expect(lobby(doctor)).toContainText(PATIENT);
  await expect(lobby(doctor)).toContainText("Camera and microphone work");
  await keep(doctor, "lobby-doctor-call");
  await press(doctor, `Write to ${PATIENT}`);
  await doctor.getByLabel("Your words").fill("I am five minutes late.");
  await press(doctor, "Send");
  await expect(patient.getByText("I am five minutes late.")).toBeVisible();
  await keep(patient, "lobby-patient");
  await press(doctor, `Admit ${PATIENT}`);
  await expectInCall(patient);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(patient, { video: 1, audio: 1 });
  await expect(lobby(doctor)).toBeHidden();
});

test("who is put back waits again, and comes in again", async ({ people }) => {
  const doctor = await doctorOpensRoom(people);
  const patient = await patientWaits(people);
  await press(doctor, `Admit ${PATIENT}`);
  await expectFlow(patient, { video: 1, audio: 1 });
  await press(doctor, "More options");
  await doctor.getByRole("menuitem", { name: `Put ${PATIENT} back` }).click();
  await expect(patient.getByRole("heading", { name: "You are in the waiting room" })).toBeVisible();
  await expect(lobby(doctor)).toContainText(PATIENT);
  await press(doctor, `Admit ${PATIENT}`);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(patient, { video: 1, audio: 1 });
});

test("a doctor on the day's page is told of the arrival and opens the room by letting in", async ({
  people,
}) => {
  const doctor = await people.page("doctor");
  await signIn(doctor);
  await expect(doctor.getByText("Nobody is waiting.")).toBeVisible();
  const patient = await patientWaits(people);
  const toast = doctor.getByRole("alertdialog").filter({ hasText: `${PATIENT} is waiting` });
  await expect(toast).toBeVisible();
  await keep(doctor, "lobby-dashboard");
  await toast.getByRole("button", { name: "Admit" }).click();
  await expectInCall(doctor);
  await expectInCall(patient);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(patient, { video: 1, audio: 1 });
});

test("a reload comes back to the waiting room and keeps the turn", async ({ people }) => {
  const doctor = await doctorOpensRoom(people);
  const patient = await patientWaits(people);
  await expect(lobby(doctor)).toContainText(PATIENT);
  await patient.reload();
  await expectWaiting(patient);
  await expect(lobby(doctor)).toContainText("1 person waits");
  await press(doctor, `Admit ${PATIENT}`);
  await expectFlow(patient, { video: 1, audio: 1 });
});

test("who is not let in reads why, and may wait again", async ({ people }) => {
  const doctor = await doctorOpensRoom(people);
  const patient = await patientWaits(people);
  await press(doctor, `Not now, ${PATIENT}`);
  const dialog = doctor.getByRole("dialog");
  await dialog.getByText("Come back later").click();
  await dialog.getByLabel("Your words").fill("Please come at noon.");
  await keep(doctor, "lobby-deny");
  await dialog.getByRole("button", { name: "Do not let in" }).click();
  await expect(patient.getByRole("heading", { name: "You cannot come in now" })).toBeVisible();
  await expect(patient.getByText("Please come at noon.")).toBeVisible();
  await keep(patient, "lobby-denied");
  await expect(lobby(doctor)).toBeHidden();
  await press(patient, "Wait again");
  await expectWaiting(patient);
  await expect(lobby(doctor)).toContainText(PATIENT);
});

test("who leaves the waiting room is out of the queue", async ({ people }) => {
  const doctor = await doctorOpensRoom(people);
  const patient = await patientWaits(people);
  await expect(lobby(doctor)).toContainText(PATIENT);
  await press(patient, "Leave the waiting room");
  await expect(button(patient, "Come back")).toBeVisible();
  await expect(lobby(doctor)).toBeHidden();
});

test("whoever comes waits, where the doctor says nothing else", async ({ people }) => {
  const doctor = await people.page("doctor");
  await signIn(doctor);
  const created = doctor.waitForResponse((answer) => answer.request().method() === "POST");
  await press(doctor, "New video consultation");
  const made = (await (await created).json()) as Consultation;
  const dialog = doctor.getByRole("dialog");
  await expect(dialog.getByRole("switch", { name: "Patients wait until I let them in" })).toBeChecked();
  await keep(doctor, "lobby-switch");
  const patient = await people.page("patient");
  await typeCode(patient, made.code, PATIENT);
  await passDeviceCheck(patient);
  await expectWaiting(patient);
  await endConsultation(made.id);
});
