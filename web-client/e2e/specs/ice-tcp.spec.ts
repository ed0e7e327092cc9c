// A network that lets no UDP pass: media go by TCP, through the port of the pages (RFC 6544).

import type { Page } from "@playwright/test";
import { PATIENT } from "../harness/call.ts";
import { loseServersCandidates } from "../harness/candidates.ts";
import { expect, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { comeInByCode, openConsultation, signIn } from "../harness/visit.ts";

/** Runs in the page: the protocols of the selected pairs, as the server's candidate and the own one tell. */
async function selectedProtocols(): Promise<string[]> {
  const found: string[] = [];
  for (const connection of window.connections) {
    if (connection.connectionState === "closed") continue;
    const reports = await connection.getStats();
    for (const report of reports.values()) {
      if (report.type !== "transport" || !report.selectedCandidatePairId) continue;
      const pair = reports.get(report.selectedCandidatePairId);
      found.push(reports.get(pair.remoteCandidateId).protocol, reports.get(pair.localCandidateId).protocol);
    }
  }
  return found;
}

async function expectTcp(page: Page): Promise<void> {
  expect(await page.evaluate(selectedProtocols)).toEqual(["tcp", "tcp"]);
}

test("without UDP they see and hear each other by TCP", async ({ people }) => {
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  for (const page of [doctor, patient]) await page.addInitScript(loseServersCandidates, "udp");
  await signIn(doctor);
  const code = await openConsultation(doctor);
  await comeInByCode(patient, code, PATIENT);
  for (const page of [doctor, patient]) await expectFlow(page, { video: 1, audio: 1 });
  for (const page of [doctor, patient]) await expectTcp(page);
});

test("one by TCP and one by UDP see and hear each other", async ({ people }) => {
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  await patient.addInitScript(loseServersCandidates, "udp");
  await signIn(doctor);
  const code = await openConsultation(doctor);
  await comeInByCode(patient, code, PATIENT);
  for (const page of [doctor, patient]) await expectFlow(page, { video: 1, audio: 1 });
  await expectTcp(patient);
  // Where UDP works it wins, though the server announces both.
  expect(await doctor.evaluate(selectedProtocols)).toEqual(["udp", "udp"]);
});
