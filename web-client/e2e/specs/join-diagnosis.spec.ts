// How far a join came, by which way, for the person, the doctor and whoever asks the interface.

import type { Page } from "@playwright/test";
import { PATIENT } from "../harness/call.ts";
import { loseServersCandidates } from "../harness/candidates.ts";
import { doctorToken } from "../harness/clinic.ts";
import { expect, test } from "../harness/people.ts";
import { useRelayAlone } from "../harness/relay.ts";
import { expectFlow } from "../harness/statistics.ts";
import { comeInByCode, openConsultation, signIn } from "../harness/visit.ts";

const ANOTHER_WAY = "Your network blocks video traffic; we connected by another way";

interface Joined {
  role: string;
  stage: string;
  path: { transport: string } | null;
  advice: string | null;
}

/** Everybody who was given a place in the consultation that a page shows. */
async function joined(doctor: Page): Promise<Joined[]> {
  const id = new URL(doctor.url()).pathname.split("/").at(-1);
  const answer = await doctor.request.get(`/api/v1/consultations/${id}/participants`, {
    headers: { authorization: `Bearer ${await doctorToken()}` },
  });
  return (await answer.json()).items;
}

/** The same in few words, once it is so: it is kept within a second. */
async function expectJoined(doctor: Page, expected: string[]): Promise<void> {
  const words = ({ role, stage, path, advice }: Joined) =>
    `${role} ${stage} by ${path?.transport ?? "nothing"}${advice ? `: ${advice}` : ""}`;
  await expect.poll(async () => (await joined(doctor)).map(words)).toEqual(expected);
}

test("a usual join reaches the first picture by UDP and says nothing", async ({ people }) => {
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  await signIn(doctor);
  const code = await openConsultation(doctor);
  await comeInByCode(patient, code, PATIENT);
  for (const page of [doctor, patient]) await expectFlow(page, { video: 1, audio: 1 });
  await expectJoined(doctor, ["guest first_frame by udp", "doctor first_frame by udp"]);
  for (const page of [doctor, patient]) await expect(page.getByText("by another way")).toHaveCount(0);
  const figures = await (await doctor.request.get("/metrics")).text();
  for (const stage of ["page", "token", "socket", "offer", "stun", "ice", "dtls", "first_frame"])
    expect(figures).toMatch(new RegExp(`^vestibule_join_stages_total\\{stage="${stage}"\\} [1-9]`, "m"));
});

test("without UDP the patient is told what it costs, and the doctor sees it", async ({ people }) => {
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  await patient.addInitScript(loseServersCandidates, "udp");
  await signIn(doctor);
  const code = await openConsultation(doctor);
  await comeInByCode(patient, code, PATIENT);
  for (const page of [doctor, patient]) await expectFlow(page, { video: 1, audio: 1 });
  const notice = patient.getByText(ANOTHER_WAY);
  await expect(notice).toBeVisible();
  await expect(doctor.getByText("By another way", { exact: true })).toBeVisible();
  await expect(doctor.getByText(`${PATIENT}’s network blocks video traffic`)).toHaveCount(1);
  await expect(doctor.getByText(ANOTHER_WAY)).toHaveCount(0);
  await expectJoined(doctor, ["guest first_frame by tcp: another_way", "doctor first_frame by udp"]);
  await patient.getByRole("button", { name: "All right" }).click();
  await expect(notice).toHaveCount(0);
});

test("a way through the relay is told as such", async ({ people }) => {
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  await useRelayAlone(patient, "turn:");
  await signIn(doctor);
  const code = await openConsultation(doctor);
  await comeInByCode(patient, code, PATIENT);
  for (const page of [doctor, patient]) await expectFlow(page, { video: 1, audio: 1 });
  await expect(patient.getByText(ANOTHER_WAY)).toBeVisible();
  await expectJoined(doctor, ["guest first_frame by turn_tcp: another_way", "doctor first_frame by udp"]);
});

test("whose network lets nothing through learns what to do, and so does the doctor", async ({ people }) => {
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  await patient.addInitScript(loseServersCandidates, "all");
  await signIn(doctor);
  const code = await openConsultation(doctor);
  await comeInByCode(patient, code, PATIENT);
  const port = new URL(doctor.url()).port;
  await expect(patient.getByText(`open port ${port} (UDP and TCP)`)).toBeVisible();
  await expect(doctor.getByText(`${PATIENT} is not connected: that network blocks calls.`)).toBeVisible();
  await expectJoined(doctor, ["guest offer by nothing: unreached", "doctor packet_in by udp"]);
});
