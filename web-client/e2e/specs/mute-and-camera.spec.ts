// Microphone and camera are turned off and on; the other person sees it.

import { callOfTwo } from "../harness/call.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { press } from "../harness/visit.ts";

test("the other person sees a microphone and a camera go off and on", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  const told = (name: RegExp) => expect(doctor.getByText(name).first()).toBeAttached();

  await press(patient, "Mute microphone");
  await told(/turned the microphone off/);
  await expectFlow(doctor, { video: 1, audio: 0 });

  await press(patient, "Turn camera off");
  await told(/turned the camera off/);
  await expectFlow(doctor, { video: 0, audio: 0 });
  await keep(doctor, "other-muted");

  await press(patient, "Turn camera on");
  await press(patient, "Unmute microphone");
  await told(/turned the microphone on/);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(patient, { video: 1, audio: 1 });
});
