// The clinics' messaging service had clients on the web and on phones: they write to each other here, unchanged.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { PASSWORD } from "../harness/clinic.ts";
import { MessagingClient } from "../harness/messagingService.ts";

/** A doctor and a patient who know each other, with their conversation. */
async function meet() {
  const doctor = await MessagingClient.signIn("doctor");
  const patient = await MessagingClient.signIn("patient");
  await doctor.ask("POST", "/webrtc/sessions", { patientId: patient.id, medecinId: doctor.id });
  const { id } = await doctor.ask<{ id: string }>("POST", "/conversations", { patientId: patient.id });
  return { doctor, patient, id };
}

test("they write to each other over either transport", async () => {
  const { doctor, patient, id } = await meet();
  await doctor.connect(["websocket"]);
  await patient.connect(["polling"]);
  const { ok, messageId } = await doctor.say(id, "Bonjour");
  expect(ok).toBe(true);
  await expect.poll(() => patient.contents()).toEqual(["Bonjour"]);
  expect(patient.heard[0]).toMatchObject({
    messageId,
    conversationId: id,
    senderId: doctor.id,
    type: "text",
  });
  await expect.poll(() => [...doctor.saved, ...doctor.delivered]).toEqual([messageId, messageId]);
  const [conversation] = await patient.ask<{ id: string; unreadCount: number }[]>(
    "GET",
    "/patient/conversations",
  );
  expect(conversation).toMatchObject({
    id,
    status: "active",
    lastMessage: { id: messageId, content: "Bonjour" },
  });
  expect(conversation?.unreadCount).toBeGreaterThan(0);
  await patient.ask("PUT", `/messages/${messageId}/read`);
  await expect.poll(() => doctor.read).toEqual([messageId]);
  const listed = await doctor.ask<{ id: string; status: string }[]>("GET", `/conversations/${id}/messages`);
  expect(listed[0]).toMatchObject({ id: messageId, status: "read" });
  doctor.socket.disconnect();
  patient.socket.disconnect();
});

test("a lost connection loses no message and doubles none", async () => {
  const { doctor, patient, id } = await meet();
  await doctor.connect(["websocket", "polling"]);
  await patient.connect(["websocket", "polling"]);
  await doctor.say(id, "0");
  await expect.poll(() => patient.contents()).toEqual(["0"]);
  const back = patient.ready();
  patient.socket.io.engine.close();
  for (const content of ["1", "2", "3"]) await doctor.say(id, content);
  await back;
  await doctor.say(id, "4");
  await expect.poll(() => patient.contents()).toEqual(["0", "1", "2", "3", "4"]);

  // The sender's own connection breaks before the acknowledgement comes: the same is said again.
  const again = doctor.ready();
  const lost = doctor.say(id, "5", { clientId: "five" }).catch(() => undefined);
  doctor.socket.io.engine.close();
  await again;
  const receipt = await doctor.say(id, "5", { clientId: "five" });
  const first = await lost;
  if (first !== undefined) expect(first.messageId).toBe(receipt.messageId);
  await doctor.say(id, "6");
  await expect.poll(() => patient.contents()).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
  doctor.socket.disconnect();
  patient.socket.disconnect();
});

test("a client in Python does the same", async () => {
  const own = resolve(import.meta.dirname, "../../../target/python-clients/bin/python");
  const python = existsSync(own) ? own : "python3";
  const run = promisify(execFile);
  const ready = await run(python, ["-c", "import socketio, requests"]).then(
    () => true,
    () => false,
  );
  test.skip(!ready, "needs python-socketio: scripts/install-test-tools.sh makes target/python-clients");
  const script = resolve(import.meta.dirname, "../harness/messaging_client.py");
  const { stdout } = await run(python, [script, process.env.E2E_URL ?? "", PASSWORD], { timeout: 60_000 });
  expect(stdout.trim().split("\n").at(-1)).toBe("ok");
});
