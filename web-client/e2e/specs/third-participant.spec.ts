// A third person comes and goes while the first two go on without a freeze.

import { callOfTwo, GUEST } from "../harness/call.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow, flow, sums } from "../harness/statistics.ts";
import { comeInByCode, press } from "../harness/visit.ts";

test("a third person joins and leaves, the first two never stop", async ({ people }) => {
  const { doctor, patient, code } = await callOfTwo(people);
  const before = await sums(doctor);

  const guest = await people.page("guest");
  await comeInByCode(guest, code, GUEST);
  await expectFlow(doctor, { video: 2, audio: 2 });
  await expectFlow(patient, { video: 2, audio: 2 });
  await expectFlow(guest, { video: 2, audio: 2 });
  await keep(doctor, "three-people");

  await press(guest, "Leave");
  await expectFlow(doctor, { video: 1, audio: 1 });
  expect(await flow(patient)).toEqual({ video: 1, audio: 1 });
  const after = await sums(doctor);
  expect(after.frames).toBeGreaterThan(before.frames);
  expect(after.freezes - before.freezes).toBe(0);
});
