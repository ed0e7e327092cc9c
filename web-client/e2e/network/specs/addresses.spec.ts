// Paths with other addresses than those of one plain IPv4 network.

import type { Page } from "@playwright/test";
import { PATIENT } from "../../harness/call.ts";
import type { People } from "../../harness/people.ts";
import { expectFlow } from "../../harness/statistics.ts";
import { comeInByCode, openConsultation, signIn } from "../../harness/visit.ts";
import { EXTERNAL, IPV4, IPV6 } from "../harness/addresses.ts";
import { expect, test } from "../harness/badNetwork.ts";
import { address } from "../harness/path.ts";

/** A call of two who open the server at addresses of their own; both see and hear. */
async function callBetween(people: People, doctorAt: string, patientAt: string): Promise<Page> {
  const doctor = await people.page("doctor", { baseURL: doctorAt });
  const patient = await people.page("patient", { baseURL: patientAt });
  await signIn(doctor);
  await comeInByCode(patient, await openConsultation(doctor), PATIENT);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(patient, { video: 1, audio: 1 });
  return patient;
}

/** The address at which the page's media reach the server. */
function serverAddress(page: Page): Promise<string | undefined> {
  return page.evaluate(async () => {
    for (const connection of window.connections) {
      const report = await connection.getStats();
      for (const line of report.values()) {
        if (line.type !== "transport" || !line.selectedCandidatePairId) continue;
        return report.get(report.get(line.selectedCandidatePairId).remoteCandidateId).address;
      }
    }
    return undefined;
  });
}

test("a patient without an IPv4 address is seen and heard", async ({ people, path }) => {
  await path.order("both delay=10");
  address("del", "10.77.0.2/24");
  const patient = await callBetween(people, IPV4, IPV6);
  expect(await serverAddress(patient)).toBe("fd77::1");
});

test("a server behind an address that a router translates is reached there", async ({ people, path }) => {
  await path.order("both delay=10");
  const patient = await callBetween(people, EXTERNAL, EXTERNAL);
  expect(await serverAddress(patient)).toBe("203.0.113.7");
});
