import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connect, doctor, doctorSeated, roomState, scene } from "./testing/scene";

const interpreter = { ...doctor, participantId: "p-interpreter", displayName: "Ana", role: "guest" as const };
const three = { participants: [doctor, interpreter], seats: doctorSeated };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function callOfThree(activeSpeakers: string[] = []) {
  const { call, signaling, ...rest } = scene();
  await connect({ call, signaling, ...rest }, roomState({ ...three, activeSpeakers }));
  const speak = (...participantIds: string[]) =>
    signaling.emit("active_speakers", { sessionId: "c", participantIds });
  const speaking = () =>
    call
      .getSnapshot()
      .tiles.filter((tile) => tile.speaking)
      .map((tile) => tile.participantId);
  return { call, speak, speaking };
}

test("tiles show who speaks; the own voice marks nobody", async () => {
  const { speak, speaking } = await callOfThree(["p-doctor"]);
  expect(speaking()).toEqual(["p-doctor"]);
  speak("p-self", "p-interpreter");
  expect(speaking()).toEqual(["p-interpreter"]);
  speak();
  expect(speaking()).toEqual([]);
});

test("the stage turns to somebody who has spoken for two seconds, and stays", async () => {
  const { call, speak } = await callOfThree();
  speak("p-interpreter");
  vi.advanceTimersByTime(1_900);
  expect(call.getSnapshot().mainSpeaker).toBeNull();
  speak("p-self", "p-interpreter");
  vi.advanceTimersByTime(100);
  expect(call.getSnapshot().mainSpeaker).toBe("p-interpreter");
  speak("p-doctor");
  vi.advanceTimersByTime(1_000);
  speak();
  vi.advanceTimersByTime(5_000);
  expect(call.getSnapshot().mainSpeaker).toBe("p-interpreter");
});

test("the own voice moves no tile", async () => {
  const { call, speak } = await callOfThree();
  speak("p-self");
  vi.advanceTimersByTime(5_000);
  expect(call.getSnapshot().mainSpeaker).toBeNull();
});
