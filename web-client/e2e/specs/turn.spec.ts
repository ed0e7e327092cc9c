// A network that lets the browser speak TURN alone, by UDP or through the TCP port of the pages (RFC 8656).

import { PATIENT } from "../harness/call.ts";
import { comeInWithFirefox, openFirefox, whyNoFirefox } from "../harness/firefox.ts";
import { expect, test } from "../harness/people.ts";
import { expectRelay, selectedWays, useRelayAlone } from "../harness/relay.ts";
import { expectFlow } from "../harness/statistics.ts";
import { comeInByCode, openConsultation, signIn } from "../harness/visit.ts";

for (const transport of ["udp", "tcp"]) {
  test(`through the relay by ${transport} alone they see and hear each other`, async ({ people }) => {
    const doctor = await people.page("doctor");
    const patient = await people.page("patient");
    for (const page of [doctor, patient]) await useRelayAlone(page, "turn:", transport);
    await signIn(doctor);
    const code = await openConsultation(doctor);
    await comeInByCode(patient, code, PATIENT);
    for (const page of [doctor, patient]) await expectFlow(page, { video: 1, audio: 1 });
    for (const page of [doctor, patient]) await expectRelay(page, transport);
  });
}

test("a reload through the relay comes back by fresh credentials of the same place", async ({ people }) => {
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  await useRelayAlone(patient, "turn:");
  await signIn(doctor);
  const code = await openConsultation(doctor);
  await comeInByCode(patient, code, PATIENT);
  await expectFlow(patient, { video: 1, audio: 1 });
  await patient.reload();
  for (const page of [doctor, patient]) await expectFlow(page, { video: 1, audio: 1 });
  await expectRelay(patient, "tcp");
});

// It binds no channels: its media go by indications.
test("a patient's Firefox through the relay alone sees and hears the doctor", async ({ people }) => {
  test.skip(whyNoFirefox() !== undefined, whyNoFirefox());
  test.setTimeout(150_000);
  const doctor = await people.page("doctor");
  await signIn(doctor);
  const code = await openConsultation(doctor);
  const firefox = await openFirefox({ "media.peerconnection.ice.relay_only": true });
  try {
    await comeInWithFirefox(firefox.page, code, PATIENT);
    await expectFlow(doctor, { video: 1, audio: 1 }, 45_000);
    await expectFlow(firefox.page, { video: 1, audio: 1 }, 45_000);
    expect((await firefox.page.evaluate(selectedWays))[0]).toMatch(/^relay/);
  } finally {
    await firefox.close();
  }
});
