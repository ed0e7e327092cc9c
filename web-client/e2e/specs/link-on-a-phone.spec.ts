// A patient comes in by a link on a phone, held upright, then on its side.

import { createConsultation } from "../harness/clinic.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { button, comeInByCode, passDeviceCheck } from "../harness/visit.ts";

test("a link opens on a phone; no control is cut off either way it is held", async ({ people }) => {
  const consultation = await createConsultation();
  const guest = await people.page("guest");
  await comeInByCode(guest, consultation.code, "Ana Silva");
  const phone = await people.page("patient");
  await phone.setViewportSize({ width: 360, height: 740 });
  await phone.goto(new URL(consultation.link).pathname);
  await phone.getByLabel("Your first and last name").fill("Jeanne Petit");
  await keep(phone, "link-phone");
  await button(phone, "Continue").click();
  await passDeviceCheck(phone);
  await expectFlow(phone, { video: 1, audio: 1 });
  await expectFlow(guest, { video: 1, audio: 1 });
  for (const [width, height, name] of [
    [360, 740, "portrait"],
    [740, 360, "landscape"],
  ] as const) {
    await phone.setViewportSize({ width, height });
    for (const control of ["Mute microphone", "Turn camera off", "Leave"]) {
      await expect(button(phone, control)).toBeInViewport({ ratio: 1 });
    }
    const overflow = await phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await keep(phone, `call-phone-${name}`);
  }
});
