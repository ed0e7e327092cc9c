// A firewall drops what is not allowed without a word: the call finds a way that is, without anybody's doing.

import type { Page } from "@playwright/test";
import { PATIENT } from "../../harness/call.ts";
import { startDemo } from "../../harness/ownServer.ts";
import type { People } from "../../harness/people.ts";
import { selectedWays } from "../../harness/relay.ts";
import { expectFlow, readInbound } from "../../harness/statistics.ts";
import { openConsultation, passDeviceCheck, signIn, typeCode } from "../../harness/visit.ts";
import { IPV4, TLS } from "../harness/addresses.ts";
import { expect, test } from "../harness/badNetwork.ts";
import { lift, NO_UDP, raise, TLS_ALONE } from "../harness/firewall.ts";
import { mediaPath } from "../harness/mediaPath.ts";
import { report } from "../harness/report.ts";

/** Milliseconds from joining to the first picture. */
const SOON = 5_000;

test.afterEach(() => lift());

/** Milliseconds from the press on Join to the first decoded frame of the doctor's picture. */
async function joinBehind(people: People, baseURL: string): Promise<{ patient: Page; first: number }> {
  const doctor = await people.page("doctor", { baseURL });
  const patient = await people.page("patient", { baseURL });
  await signIn(doctor);
  await typeCode(patient, await openConsultation(doctor), PATIENT);
  await passDeviceCheck(patient);
  const joined = Date.now();
  const frames = async () =>
    (await patient.evaluate(readInbound)).reduce((sum, line) => sum + line.framesDecoded, 0);
  await expect
    .poll(frames, { timeout: 60_000, intervals: [50], message: "decoded frames" })
    .toBeGreaterThan(0);
  const first = Date.now() - joined;
  for (const page of [doctor, patient]) await expectFlow(page, { video: 1, audio: 1 });
  return { patient, first };
}

test("where no UDP passes media go by TCP", async ({ people, path }) => {
  await path.order("both delay=10");
  raise(NO_UDP);
  const { patient, first } = await joinBehind(people, IPV4);
  report("no UDP", { first });
  expect((await mediaPath(patient))?.protocol).toBe("tcp");
  expect(first).toBeLessThan(SOON);
});

test("where TLS alone passes media go by TURN within TLS", async ({ people, path }) => {
  const { port } = new URL(TLS);
  const stop = await startDemo(
    { VESTIBULE_LISTEN: `[::]:${port}`, VESTIBULE_PUBLIC_URL: TLS, VESTIBULE_TLS: "self-signed" },
    { options: ["--demo-beyond-loopback"] },
  );
  try {
    await path.order("both delay=10");
    raise(TLS_ALONE);
    const { patient, first } = await joinBehind(people, TLS);
    report("TLS alone", { first });
    expect(await patient.evaluate(selectedWays)).toEqual(["relay tls"]);
    expect(first).toBeLessThan(SOON);
  } finally {
    await stop();
  }
});
