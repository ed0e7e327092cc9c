// What happens in a consultation is said to whoever does not see it: politely what can wait, at once what cannot.

import type { Page } from "@playwright/test";
import { expectSaid, listen } from "../harness/announcements.ts";
import { PATIENT } from "../harness/call.ts";
import { createConsultation, endConsultation, type Place } from "../harness/clinic.ts";
import { expect, test } from "../harness/people.ts";
import { standBetween } from "../harness/socketWord.ts";
import { expectFlow } from "../harness/statistics.ts";
import { button, expectInCall, passDeviceCheck, press, signIn, typeCode } from "../harness/visit.ts";

const DOCTOR = "Dr Claire Moreau";

test("comings, goings, sound, messages and the connection are said", async ({ people }) => {
  test.setTimeout(150_000);
  const { id, code } = await createConsultation("video", { waiting_room: true });
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  await listen(doctor);
  await listen(patient);
  const tell = await standBetween(patient);

  await patient.goto("/conference");
  await press(patient, "Continue");
  await expectSaid(patient, "assertive", "Write");
  await signIn(doctor);
  await button(doctor, /^Code and link/)
    .first()
    .click();
  await press(doctor, "Copy code");
  await expectSaid(doctor, "polite", "Code copied");
  await doctor.keyboard.press("Escape");

  const joined = patient.waitForResponse((answer) => answer.url().endsWith("/api/v1/join") && answer.ok());
  await typeCode(patient, code, PATIENT);
  const { participant_id: participantId } = (await (await joined).json()) as Place;
  await passDeviceCheck(patient);
  await expectSaid(doctor, "polite", `${PATIENT} is waiting`);
  await doctor.goto(`/conference/${id}`);
  await expectInCall(doctor);
  await press(doctor, `Admit ${PATIENT}`);
  await expectSaid(patient, "assertive", "The doctor lets you in");
  await expectSaid(doctor, "polite", `${PATIENT} came in`);
  await expectFlow(patient, { video: 1, audio: 1 });

  await press(patient, "Mute microphone");
  await expectSaid(doctor, "polite", `${PATIENT} turned the microphone off`);
  await expectSaid(patient, "polite", "Your microphone is off");
  await press(patient, "Unmute microphone");
  await expectSaid(doctor, "polite", `${PATIENT} turned the microphone on`);
  await press(patient, "Turn camera off");
  await expectSaid(doctor, "polite", `${PATIENT} turned the camera off`);
  await press(patient, "Chat");
  await patient.getByLabel("Write a message").fill("Good morning");
  await patient.keyboard.press("Enter");
  await expectSaid(doctor, "polite", `New message from ${PATIENT}`);
  await patient.keyboard.press("Escape");

  const connection = (quality: string) =>
    tell("connection_quality", {
      sessionId: id,
      participantId,
      quality,
      reason: "uplink_loss",
      video: "full",
    });
  connection("poor");
  await expectSaid(patient, "polite", "Connection poor");
  connection("good");
  await expectSaid(patient, "polite", "Connection good");

  await setIceState(patient, "disconnected");
  await expectSaid(patient, "assertive", "Reconnecting");
  await setIceState(patient, null);
  await expectSaid(patient, "polite", "The connection is back");

  await press(doctor, "Leave");
  await expectSaid(patient, "polite", `${DOCTOR} left`);
  await endConsultation(id);
  await expect(patient.getByRole("heading", { name: "The consultation is over" })).toBeFocused();
});

/** The browser's word on the way to the server, as when the network is away; null takes it back. */
function setIceState(page: Page, state: RTCIceConnectionState | null): Promise<void> {
  return page.evaluate((said) => {
    for (const connection of window.connections.filter((one) => one.connectionState !== "closed")) {
      if (said) Object.defineProperty(connection, "iceConnectionState", { value: said, configurable: true });
      else Reflect.deleteProperty(connection, "iceConnectionState");
      connection.dispatchEvent(new Event("iceconnectionstatechange"));
    }
  }, state);
}
