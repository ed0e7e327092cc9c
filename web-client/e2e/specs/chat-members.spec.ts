// Members of a chat call each other by `peer-signal`, as if they were alone: each talks to the server.

import { enterChat, heard } from "../harness/chatMember.ts";
import { createConsultationFor, doctorToken, patientAccount } from "../harness/clinic.ts";
import { expect, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";

test("a chat's call begins with sound, gets pictures, and ends for both", async ({ people }) => {
  const account = await patientAccount();
  await createConsultationFor(account.id);
  const doctor = await people.page("doctor", { foreignScripts: true });
  const patient = await people.page("patient", { foreignScripts: true });
  await enterChat(doctor, await doctorToken(), "Claire");
  await enterChat(patient, account.token, "Jeanne");

  await doctor.evaluate(`call(${JSON.stringify(account.id)})`);
  await expect.poll(() => heard(patient)).toEqual(["offer"]);
  expect(await heard(doctor)).toEqual([]);
  await patient.evaluate("accept()");
  await expectFlow(doctor, { video: 0, audio: 1 });
  await expectFlow(patient, { video: 0, audio: 1 });

  // The caller has no line for pictures yet: it is offered one.
  await patient.evaluate("addVideo()");
  await expectFlow(doctor, { video: 1, audio: 1 });
  await doctor.evaluate("addVideo()");
  await expectFlow(patient, { video: 1, audio: 1 });
  await expectFlow(doctor, { video: 1, audio: 1 });

  await doctor.evaluate("refuse('hangup')");
  await expect.poll(async () => (await heard(patient)).at(-1)).toBe("hangup");
  await doctor.evaluate("connection.close(), connection = undefined");

  // Not the other way round: the demo's doctor may still be in a consultation of the scenario before, and is busy then.
  await doctor.evaluate("call(other)");
  await expect.poll(async () => (await heard(patient)).at(-1)).toBe("offer");
  await patient.evaluate("refuse('reject')");
  await expect.poll(async () => (await heard(doctor)).at(-1)).toBe("reject");
});
