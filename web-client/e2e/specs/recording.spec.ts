// A doctor asks whether the call may be recorded; nothing is written before the patient's yes, the patient stops it, the doctor plays it.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { callOfTwo, PATIENT } from "../harness/call.ts";
import { startDemo } from "../harness/ownServer.ts";
import { expect, keep, type People, test } from "../harness/people.ts";
import { button, press } from "../harness/visit.ts";

const QUESTION = "Do you agree to this consultation being recorded?";
/** Seconds that are recorded at least. */
const LENGTH = 8;

/** All pages of these people are of a server with its own data directory. */
function at(people: People, baseURL: string): People {
  return { page: (person, options = {}) => people.page(person, { ...options, baseURL }) };
}

async function ask(doctor: Page): Promise<void> {
  await press(doctor, "More options");
  await doctor.getByRole("menuitem", { name: "Record the consultation" }).click();
}

/** Said at once to who reads the page by ear. */
async function expectNews(page: Page, sentence: string): Promise<void> {
  await expect(page.getByRole("alert").filter({ hasText: sentence })).toHaveCount(1);
}

/** What ffprobe counts in a file: frames, and packets of sound with the length in seconds. */
function counted(file: string) {
  const options = ["-v", "error", "-count_frames", "-show_entries"];
  const entries = "stream=codec_type,codec_name,nb_read_frames,width:format=duration";
  const told = execFileSync("ffprobe", [...options, entries, "-of", "json", file], { encoding: "utf8" });
  const { streams, format } = JSON.parse(told);
  const of = (kind: string) => streams.find((stream: { codec_type: string }) => stream.codec_type === kind);
  return { sound: of("audio"), picture: of("video"), seconds: Number(format.duration) };
}

test("a call is recorded after everybody's yes, until the patient stops it, and plays", async ({
  people,
}) => {
  const directory = mkdtempSync(join(tmpdir(), "vestibule-recording-"));
  const recordings = join(directory, "recordings");
  const written = () => (existsSync(recordings) ? readdirSync(recordings) : []);
  const port = Number(process.env.E2E_PORT) - 5_000;
  const end = await startDemo({
    VESTIBULE_LISTEN: `127.0.0.1:${port}`,
    VESTIBULE_DATA_DIR: directory,
    VESTIBULE_RECORDING: "ask",
  });
  try {
    const { doctor, patient } = await callOfTwo(at(people, `http://localhost:${port}`));
    await patient.setViewportSize({ width: 390, height: 844 });

    // A refusal leaves nothing, and the doctor is told no more than that.
    await ask(doctor);
    const dialog = patient.getByRole("alertdialog", { name: QUESTION });
    await expect(dialog).toContainText("You can stop it at any time.");
    await patient.keyboard.press("Escape");
    await expect(dialog).toBeVisible();
    await keep(patient, "recording-consent");
    await dialog.getByRole("button", { name: "No, I refuse" }).click();
    await expectNews(doctor, "Not everybody agreed. Nothing is recorded.");
    expect(written()).toEqual([]);

    await ask(doctor);
    await expect(dialog).toBeVisible();
    await expect(doctor.getByText("Asked whether to record")).toBeVisible();
    expect(written()).toEqual([]);
    await dialog.getByRole("button", { name: "Yes, I agree" }).click();
    for (const page of [doctor, patient]) {
      await expect(page.getByText("Recording", { exact: true })).toBeVisible();
      await expectNews(page, "Recording has started.");
    }
    await keep(doctor, "recording-doctor");
    await keep(patient, "recording-patient");
    await expect.poll(() => written().length).toBe(1);
    const begun = Date.now();
    await expect.poll(() => Date.now() - begun, { timeout: 30_000 }).toBeGreaterThan(LENGTH * 1000);
    await press(patient, "Stop the recording");
    for (const page of [doctor, patient]) {
      await expect(button(page, "Stop the recording")).toHaveCount(0);
      await expectNews(page, "Recording has stopped.");
    }

    await press(doctor, "Leave");
    await doctor.goto("/history");
    const row = doctor.getByRole("row", { name: new RegExp(PATIENT) }).first();
    await expect(async () => {
      await doctor.reload();
      await expect(row).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await row.getByRole("link", { name: /^Report/ }).click();
    const card = doctor.getByRole("region", { name: "Recordings" });
    await expect(card.getByRole("button", { name: /^Download/ })).toHaveCount(2);
    for (const save of await card.getByRole("button", { name: /^Download/ }).all()) {
      const download = doctor.waitForEvent("download");
      await save.click();
      const { sound, picture, seconds } = counted((await (await download).path()) ?? "");
      expect(seconds).toBeGreaterThan(LENGTH - 2);
      expect([sound.codec_name, picture.codec_name]).toEqual(["opus", "vp8"]);
      // Sound comes fifty times a second, pictures at least ten times on a busy machine.
      expect(Number(sound.nb_read_frames)).toBeGreaterThan((LENGTH - 2) * 45);
      expect(Number(picture.nb_read_frames)).toBeGreaterThan((LENGTH - 2) * 5);
    }

    await card.getByRole("button", { name: /^Play the recording/ }).click();
    await card.getByRole("button", { name: "Play", exact: true }).click();
    const players = card.locator("video");
    await expect(players).toHaveCount(2);
    for (const player of await players.all()) {
      await expect
        .poll(() => player.evaluate((video) => (video as HTMLVideoElement).currentTime))
        .toBeGreaterThan(2);
      expect(await player.evaluate((video) => (video as HTMLVideoElement).videoWidth)).toBeGreaterThan(100);
    }
    await keep(doctor, "recording-report");
    await card.getByRole("button", { name: /^Delete/ }).click();
    await doctor.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect(card).toHaveCount(0);
    expect(written()).toEqual([]);
  } finally {
    await end();
  }
});
