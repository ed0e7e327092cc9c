// Somebody blurs what is behind them; where that cannot be, they are told and the camera goes on.

import type { Page } from "@playwright/test";
import { callOfTwo } from "../harness/call.ts";
import { expect, keep, test as people } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { press } from "../harness/visit.ts";

/** The doctor's browser draws without a graphics card, the patient's cannot draw in three dimensions at all. */
const drawing = {
  doctor: [
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
  ],
  other: ["--disable-3d-apis"],
};
const test = people.extend({
  launchOf: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => use((person) => ({ args: person === "doctor" ? drawing.doctor : drawing.other })),
    { scope: "worker" },
  ],
});

/** Colours of the own picture on the face and on the wall beside the hair, as the drawn person stands there. */
function colours(page: Page): Promise<{ face: number[]; wall: number[] }> {
  return page.locator('video[data-self="camera"]').evaluate((element) => {
    const video = element as HTMLVideoElement;
    const context = new OffscreenCanvas(480, 360).getContext("2d");
    context?.drawImage(video, 0, 0, 480, 360);
    const at = (x: number, y: number) => [...(context?.getImageData(x, y, 1, 1).data ?? [])].slice(0, 3);
    return { face: at(240, 185), wall: at(330, 150) };
  });
}

const distance = (one: number[], other: number[]) =>
  Math.max(...one.map((part, index) => Math.abs(part - (other[index] ?? 0))));

async function choose(page: Page, name: string): Promise<void> {
  await press(page, "More options");
  await page.getByRole("menuitem", { name }).click();
}

test("the background is blurred, the face is not, the call goes on", async ({ people }) => {
  const { doctor, patient } = await callOfTwo(people);
  const sharp = await colours(doctor);
  await choose(doctor, "Blur the background");
  await expect.poll(async () => distance((await colours(doctor)).wall, sharp.wall)).toBeGreaterThan(20);
  expect(distance((await colours(doctor)).face, sharp.face)).toBeLessThan(20);
  await expectFlow(patient, { video: 1, audio: 1 });
  await keep(patient, "background-blurred");
  await choose(doctor, "Blur the background");
  await expect.poll(async () => distance((await colours(doctor)).wall, sharp.wall)).toBeLessThan(10);

  await choose(patient, "Blur the background");
  await expect(patient.getByText("This device cannot blur the background")).toBeVisible();
  await expectFlow(doctor, { video: 1, audio: 1 });
});
