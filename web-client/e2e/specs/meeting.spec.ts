// A platform has a meeting made when an offer is accepted: who accepted goes there at once, the other finds a card.

import { API_KEY, asDoctor, PASSWORD, patientAccount } from "../harness/clinic.ts";
import { expect, keep, test } from "../harness/people.ts";
import { expectFlow } from "../harness/statistics.ts";
import { signIn } from "../harness/visit.ts";

test("a meeting of a platform opens for both, and is completed when one hangs up", async ({ people }) => {
  const { id: userId } = await patientAccount();
  const { id: acceptedBy } = await asDoctor<{ id: string }>("GET", "/api/v1/me");
  const doctor = await people.page("doctor");
  const patient = await people.page("patient", { locale: "fr-FR" });
  await patient.goto("/");
  await patient.getByLabel("Adresse e-mail").fill("patient@demo.test");
  await patient.getByLabel("Mot de passe").fill(PASSWORD);
  await patient.getByRole("button", { name: "Se connecter" }).click();
  await expect(patient).toHaveURL(/\/patient$/);
  await signIn(doctor);

  const headers = { authorization: `Bearer ${API_KEY}` };
  const answer = await doctor.request.post("/api/v1/meetings", { headers, data: { acceptedBy, userId } });
  const { callId } = (await answer.json()) as { callId: string };
  await doctor.goto(`/meet/${callId}`);
  await expect(patient.getByText("Dr Claire Moreau vous attend")).toBeVisible();
  // Whoever closes the card finds the meeting on their page, for as long as it lives.
  await expect(patient.getByRole("main").getByText("Dr Claire Moreau").first()).toBeVisible();
  await keep(patient, "meeting-card");
  await patient.getByRole("button", { name: "Rejoindre le rendez-vous" }).click();
  await expect(patient).toHaveURL(new RegExp(`/meet/${callId}$`));
  for (const page of [doctor, patient]) await expectFlow(page, { video: 1, audio: 1 });
  await expect(patient.getByText("En direct")).toBeVisible();
  await expect(doctor.getByText("Live", { exact: true })).toBeVisible();

  await patient.getByRole("button", { name: "Quitter", exact: true }).click();
  await expect(doctor.getByRole("heading", { name: "The consultation is over" })).toBeVisible();
  const meeting = await doctor.request.get(`/api/v1/meetings/${callId}`, { headers });
  expect(await meeting.json()).toMatchObject({ status: "completed" });
  await patient.getByRole("link", { name: "Retour à votre page" }).click();
  await expect(patient).toHaveURL(/\/patient$/);
  await doctor.getByRole("link", { name: "Back to the day" }).click();
  await expect(doctor).toHaveURL(/\/webrtc$/);
});
