// The network test: on the page for whoever looks after a network, and on the patient's way in.

import type { Page } from "@playwright/test";
import { PATIENT } from "../harness/call.ts";
import { openFirefox, whyNoFirefox } from "../harness/firefox.ts";
import {
  expectBelievable,
  loseUdp,
  noteWays,
  pictureBytes,
  shownPath,
  waysTaken,
} from "../harness/networkTest.ts";
import { expect, keep, test } from "../harness/people.ts";
import {
  button,
  expectInCall,
  makeConsultation,
  passDeviceCheck,
  press,
  signIn,
  typeCode,
} from "../harness/visit.ts";

async function testNetwork(page: Page): Promise<void> {
  await page.goto("/network-test");
  await press(page, "Start the test");
  await expect(page.getByRole("progressbar")).toBeVisible();
  await expect(button(page, "Test again")).toBeVisible({ timeout: 45_000 });
}

test("the page of its own shows what UDP and TCP really carry", async ({ people }) => {
  const page = await people.page("patient");
  await page.addInitScript(noteWays);
  const before = await pictureBytes();
  await testNetwork(page);
  const [udp, tcp] = [await shownPath(page, "udp"), await shownPath(page, "tcp")];
  for (const shown of [udp, tcp]) expectBelievable(shown);
  expect(await waysTaken(page)).toEqual(["tcp", "udp"]);
  // The bit rates are those of three seconds a way; the server counts what came in all.
  const after = await pictureBytes();
  const kilobits = (bytes: number) => (bytes * 8) / 1000;
  expect(kilobits(after.received - before.received)).toBeGreaterThan((udp.up + tcp.up) * 3 * 0.7);
  expect(kilobits(after.sent - before.sent)).toBeGreaterThan((udp.down + tcp.down) * 3 * 0.7);
  console.log(`udp ${udp.up}/${udp.down} kbit/s, tcp ${tcp.up}/${tcp.down} kbit/s up/down`);
  // This server has no TLS.
  expect((await shownPath(page, "turn_tls")).outcome).toContain("not offered by the server");
  await expect(page.getByText(/The server has no TLS of its own/)).toBeVisible();

  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await press(page, "Copy as JSON");
  const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
  expect(copied.paths.map(({ path, outcome }: Record<string, string>) => [path, outcome])).toEqual([
    ["udp", "ok"],
    ["tcp", "ok"],
    ["turn_tls", "not_offered"],
  ]);
  expect(copied.paths[0].figures.up_kbit_s).toBe(udp.up);
  await keep(page, "network-test");
  // On a phone the figures are a list.
  await page.setViewportSize({ width: 360, height: 740 });
  expect((await shownPath(page, "udp")).up).toBe(udp.up);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await keep(page, "network-test-phone");
});

test("a network without UDP is found out, with the rule that opens it", async ({ people }) => {
  const page = await people.page("patient");
  await page.addInitScript(loseUdp);
  await testNetwork(page);
  expect((await shownPath(page, "udp")).outcome).toContain("does not work");
  expectBelievable(await shownPath(page, "tcp"));
  const port = new URL(page.url()).port;
  await expect(page.getByText(`Allow UDP from this network to the server on port ${port}`)).toBeVisible();
});

test("a test that is stopped ends at once and can be begun again", async ({ people }) => {
  const page = await people.page("patient");
  await page.goto("/network-test");
  await press(page, "Start the test");
  await page.waitForFunction(() => window.connections.some((one) => one.connectionState === "connected"));
  await press(page, "Stop the test");
  await expect(button(page, "Test again")).toBeVisible();
  const alive = () => window.connections.filter((one) => one.connectionState !== "closed").length;
  expect(await page.evaluate(alive)).toBe(0);
  await press(page, "Test again");
  await page.waitForFunction(() => window.connections.some((one) => one.connectionState === "connected"));
});

test("the doctor sees how the patient's network does, before and in the call", async ({ people }) => {
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  await signIn(doctor);
  const code = await makeConsultation(doctor);
  await press(doctor, "Close");
  await typeCode(patient, code, PATIENT);
  const result = /^Connection: (good|enough|too weak)/;
  const row = patient.getByRole("listitem").filter({ hasText: result });
  await expect(row).toBeVisible({ timeout: 45_000 });
  await keep(patient, "network-test-on-the-way-in");
  const said = await row.getByRole("status").first().textContent();
  const verdict = said?.replace("Connection: ", "");

  const seen = doctor.getByRole("button", { name: `Connection test of ${PATIENT}: ${verdict}` }).first();
  await expect(seen).toBeVisible();
  await keep(doctor, "network-test-on-the-dashboard");
  await seen.click();
  expectBelievable(await shownPath(doctor, "udp"));
  await keep(doctor, "network-test-of-a-patient");
  await press(doctor, "Close");

  await passDeviceCheck(patient);
  await expectInCall(patient);
  await button(doctor, new RegExp(`^Join, .*${code.replace(/\s/, "\\s")}$`)).click();
  await expectInCall(doctor);
  await press(doctor, "More options");
  await doctor.getByRole("menuitem", { name: "Connection tests" }).click();
  await expect(doctor.getByRole("dialog")).toContainText(PATIENT);
  expectBelievable(await shownPath(doctor, "udp"));
  await keep(doctor, "network-test-in-the-call");
});

test("whoever does not wait for the test is in the call all the same", async ({ people }) => {
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  await signIn(doctor);
  await typeCode(patient, await makeConsultation(doctor), PATIENT);
  await press(patient, "Skip");
  await expect(patient.getByText("Connection: test skipped")).toBeVisible();
  await passDeviceCheck(patient);
  await expectInCall(patient);
});

test("Firefox measures its network too", async () => {
  test.skip(whyNoFirefox() !== undefined, whyNoFirefox());
  test.setTimeout(120_000);
  const firefox = await openFirefox();
  try {
    const { page } = firefox;
    await page.goto(`${process.env.E2E_URL}/network-test`);
    await page.locator('::-p-aria([name="Start the test"][role="button"])').click();
    await page.locator('::-p-aria([name="Test again"][role="button"])').setTimeout(60_000).wait();
    const cell = (column: string) =>
      page.$eval(`[data-path=udp] [data-column=${column}]`, (found) => Number(found.textContent));
    // By TCP it does not come to 127.0.0.1, where this server is.
    expect(await cell("up")).toBeGreaterThan(50);
    expect(await cell("down")).toBeGreaterThan(50);
    expect(await cell("rtt")).toBeLessThan(1000);
  } finally {
    await firefox.close();
  }
});
