// A doctor and a patient in one call, through the web client.

import type { Page } from "@playwright/test";
import type { People } from "./people.ts";
import { expectFlow } from "./statistics.ts";
import { comeInByCode, openConsultation, signIn } from "./visit.ts";

export const PATIENT = "Jeanne Petit";
export const GUEST = "Ana Silva";

export interface Call {
  doctor: Page;
  patient: Page;
  code: string;
}

/** Both are in the room, see and hear each other. */
export async function callOfTwo(people: People): Promise<Call> {
  const doctor = await people.page("doctor");
  const patient = await people.page("patient");
  await signIn(doctor);
  const code = await openConsultation(doctor);
  await comeInByCode(patient, code, PATIENT);
  await expectFlow(doctor, { video: 1, audio: 1 });
  await expectFlow(patient, { video: 1, audio: 1 });
  return { doctor, patient, code };
}
