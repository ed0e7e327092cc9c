// TLS on the port itself: pages by HTTP/2, media through the same port where a network passes TLS alone (RFC 8656, RFC 7443).

import { PATIENT } from "../harness/call.ts";
import { expectBelievable, noteWays, shownPath, waysTaken } from "../harness/networkTest.ts";
import { startDemo } from "../harness/ownServer.ts";
import { expect, test } from "../harness/people.ts";
import { expectRelay, useRelayAlone } from "../harness/relay.ts";
import { expectFlow } from "../harness/statistics.ts";
import { button, comeInByCode, openConsultation, press, signIn } from "../harness/visit.ts";

// The certificate is self-signed: browsers are told to take it, for pages and for the relay.
test.use({
  launchOf: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => use(() => ({ args: ["--ignore-certificate-errors"] })),
    { scope: "worker" },
  ],
});

const port = 30_000 + (process.pid % 2_000);
const baseURL = `https://localhost:${port}`;

let stop: (() => Promise<void>) | undefined;
test.beforeAll(async () => {
  stop = await startDemo({
    VESTIBULE_LISTEN: `127.0.0.1:${port}`,
    VESTIBULE_PUBLIC_URL: baseURL,
    VESTIBULE_TLS: "self-signed",
  });
});
test.afterAll(() => stop?.());

test("pages come by HTTP/2, and through nothing but TLS they see and hear each other", async ({ people }) => {
  const doctor = await people.page("doctor", { baseURL });
  const patient = await people.page("patient", { baseURL });
  for (const page of [doctor, patient]) await useRelayAlone(page, "turns:");
  const heard: string[] = [];
  patient.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => heard.push(payload.toString())),
  );
  await signIn(doctor);
  const protocols = await doctor.evaluate(() =>
    performance
      .getEntriesByType("navigation")
      .map((entry) => (entry as PerformanceNavigationTiming).nextHopProtocol),
  );
  expect(protocols).toEqual(["h2"]);
  const code = await openConsultation(doctor);
  await comeInByCode(patient, code, PATIENT);
  for (const page of [doctor, patient]) await expectFlow(page, { video: 1, audio: 1 });
  for (const page of [doctor, patient]) await expectRelay(page, "tls");
  const ways = () => heard.filter((frame) => frame.includes("join_diagnosis")).join("\n");
  await expect.poll(ways).toContain('"transport":"turn_tls"');
});

test("the network test measures the way through TLS by itself", async ({ people }) => {
  const page = await people.page("patient", { baseURL });
  await page.addInitScript(noteWays);
  await page.goto("/network-test");
  await press(page, "Start the test");
  await expect(button(page, "Test again")).toBeVisible({ timeout: 60_000 });
  for (const path of ["udp", "tcp", "turn_tls"] as const) expectBelievable(await shownPath(page, path));
  expect(await waysTaken(page)).toEqual(["relay tls", "tcp", "udp"]);
  await expect(page.getByText("Every way works.")).toBeVisible();
});

test("who asks for http:// is sent to https://", async ({ people }) => {
  const page = await people.page("patient");
  await page.goto(`http://localhost:${port}/conference`);
  expect(page.url()).toBe(`${baseURL}/conference`);
});
