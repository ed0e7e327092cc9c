// A patient's Firefox meets a doctor's Chromium.

import { PATIENT } from "../harness/call.ts";
import { comeInWithFirefox, openFirefox, whyNoFirefox } from "../harness/firefox.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { openConsultation, press, signIn } from "../harness/visit.ts";

test("Firefox and Chromium see and hear each other", async ({ people }) => {
  test.skip(whyNoFirefox() !== undefined, whyNoFirefox());
  test.setTimeout(150_000);
  const doctor = await people.page("doctor");
  await signIn(doctor);
  const code = await openConsultation(doctor);
  const firefox = await openFirefox();
  try {
    await comeInWithFirefox(firefox.page, code, PATIENT);
    await expectFlow(doctor, { video: 1, audio: 1 }, 45_000);
    await expectFlow(firefox.page, { video: 1, audio: 1 }, 45_000);
    await keep(doctor, "with-firefox");
    await press(doctor, "Leave");
    await expect.poll(async () => (await firefox.page.content()).includes("will come in")).toBe(true);
  } finally {
    await firefox.close();
  }
});
