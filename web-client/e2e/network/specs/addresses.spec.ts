// Paths with other addresses than those of one plain IPv4 network.

import type { Page } from "@playwright/test";
import { PATIENT } from "../../harness/call.ts";
import type { People } from "../../harness/people.ts";
import { expectFlow } from "../../harness/statistics.ts";
import { comeInByCode, openConsultation, signIn } from "../../harness/visit.ts";
import { EXTERNAL, IPV4, IPV6 } from "../harness/addresses.ts";
import { expect, test } from "../harness/badNetwork.ts";
import { mediaPath } from "../harness/mediaPath.ts";
import { settle } from "../harness/path.ts";

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

test("a patient without an IPv4 address is seen and heard", async ({ people, path }) => {
  await path.order("both delay=10");
  settle("fd77::2/64");
  const patient = await callBetween(people, IPV4, IPV6);
  expect(await mediaPath(patient)).toEqual({ from: "fd77::2", to: "fd77::1", protocol: "udp" });
});

test("a server behind an address that a router translates is reached there", async ({ people, path }) => {
  await path.order("both delay=10");
  const patient = await callBetween(people, EXTERNAL, EXTERNAL);
  expect(await mediaPath(patient)).toEqual({ from: "10.77.0.2", to: "203.0.113.7", protocol: "udp" });
});
