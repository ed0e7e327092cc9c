// A client of an older system offers one sendrecv audio and video line and gets the other person in these lines.

import type { Page } from "@playwright/test";
import { createConsultation, doctorToken, joinByCode } from "../harness/clinic.ts";
import { keep, test } from "../harness/people.ts";
import { callPlainly } from "../harness/plainClient.ts";
import { expectFlow } from "../harness/statistics.ts";

const asDoctor = async (page: Page, id: string) =>
  callPlainly(
    page,
    { token: `Bearer ${await doctorToken()}`, userType: "medecin", userId: "1", role: "medecin" },
    id,
  );

async function asPatient(page: Page, code: string) {
  const place = await joinByCode(code, "Jeanne Petit");
  const auth = { token: `Bearer ${place.token}`, userType: "patient", userId: "2", role: "patient" } as const;
  await callPlainly(page, auth, place.consultation.id);
}

for (const first of ["doctor", "patient"] as const) {
  test(`two plain clients see and hear each other when the ${first} comes first`, async ({ people }) => {
    const consultation = await createConsultation();
    const doctor = await people.page("doctor", { foreignScripts: true });
    const patient = await people.page("patient", { foreignScripts: true });
    const arrivals = [() => asDoctor(doctor, consultation.id), () => asPatient(patient, consultation.code)];
    if (first === "patient") arrivals.reverse();
    for (const arrive of arrivals) await arrive();
    await expectFlow(doctor, { video: 1, audio: 1 });
    await expectFlow(patient, { video: 1, audio: 1 });
    await keep(doctor, `plain-client-${first}-first`);
  });
}

test("a third person takes the lines of one who left", async ({ people }) => {
  const consultation = await createConsultation();
  const doctor = await people.page("doctor", { foreignScripts: true });
  const patient = await people.page("patient", { foreignScripts: true });
  await asDoctor(doctor, consultation.id);
  await asPatient(patient, consultation.code);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await patient.evaluate("socket.emitWithAck('leave', {}), connection.close()");
  await expectFlow(doctor, { video: 0, audio: 0 });
  const guest = await people.page("guest", { foreignScripts: true });
  await asPatient(guest, consultation.code);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(guest, { video: 1, audio: 1 });
});
