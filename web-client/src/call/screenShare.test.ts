import { expect, test } from "vitest";
import type { FakeTrack } from "./testing/fakeDevices";
import { FakeMediaHandler } from "./testing/fakeMediaHandler";
import { connect, scene, settle } from "./testing/scene";

const sources = ({ signaling }: ReturnType<typeof scene>) =>
  signaling.dataOf("webrtc_offer").map(({ tracks }) => tracks.map(({ source }) => source).join());

async function connected() {
  const parts = scene();
  await connect(parts);
  return parts;
}

test("a shared screen has a line of its own, offered without disturbing the path", async () => {
  const parts = await connected();
  await parts.call.screen.start();
  await settle();
  expect(sources(parts)).toEqual(["microphone,camera", "microphone,camera,screen"]);
  expect(FakeMediaHandler.made).toHaveLength(1);
  expect(FakeMediaHandler.newest.offers.at(-1)).toEqual({ iceRestart: false });
  expect(FakeMediaHandler.newest.sending.get("screen")).toBe(parts.screen.captured[0]);
  parts.signaling.emit("layers_wanted", { sessionId: "c", mid: "2", layers: 0 });
  expect(FakeMediaHandler.newest.layers.get("screen")).toBe(0);
});

test("what ends it, the button or the browser's own bar, takes the line back", async () => {
  const parts = await connected();
  await parts.call.screen.start();
  await settle();
  parts.call.screen.stop();
  await settle();
  await parts.call.screen.start();
  await settle();
  parts.screen.captured[1]?.dispatchEvent(new Event("ended"));
  await settle();
  const [without, shared] = ["microphone,camera", "microphone,camera,screen"];
  expect(sources(parts)).toEqual([without, shared, without, shared, without]);
  expect(parts.screen.captured.every(({ stopped }) => stopped)).toBe(true);
  expect(parts.call.screen.getSnapshot().picture).toBeNull();
});

test("a change during a negotiation is offered after it", async () => {
  const parts = await connected();
  void parts.call.screen.start();
  await parts.call.screen.start();
  parts.call.screen.stop();
  await settle();
  expect(sources(parts).at(-1)).toBe("microphone,camera");
  expect(FakeMediaHandler.newest.needsOffer).toBe(false);
});

test("a new connection sends the screen too", async () => {
  const parts = await connected();
  await parts.call.screen.start();
  await settle();
  parts.signaling.emit("connection_state", { sessionId: "c", state: "closed" });
  await new Promise((done) => setTimeout(done));
  await settle();
  expect(FakeMediaHandler.made).toHaveLength(2);
  expect(sources(parts).at(-1)).toBe("microphone,camera,screen");
});

test("the computer's sound goes with the voice, a muted one too, and goes with the screen", async () => {
  const parts = await connected();
  const sent = () => FakeMediaHandler.newest.sending.get("microphone") as unknown as FakeTrack;
  const [microphone] = parts.devices.opened;
  parts.screen.chooses = "with sound";
  await parts.call.screen.start();
  expect(parts.screen.mixes.map(({ tracks }) => tracks)).toEqual([[microphone, parts.screen.captured[1]]]);
  expect(sent().kind).toBe("mix");
  await parts.call.toggleMicrophone();
  expect([parts.screen.mixes.length, sent().kind]).toEqual([1, "mix"]);
  parts.call.screen.stop();
  expect(sent()).toBe(microphone);
  expect(parts.screen.mixes.map(({ open }) => open)).toEqual([false]);
});

test("who changes their mind shares nothing and is told nothing; what fails is told", async () => {
  const { call, screen } = await connected();
  screen.chooses = "nothing";
  await call.screen.start();
  expect(call.screen.getSnapshot()).toEqual({ picture: null, asking: false, problem: null });
  screen.chooses = "in-use";
  await call.screen.start();
  expect(call.screen.getSnapshot()).toEqual({ picture: null, asking: false, problem: "in-use" });
});

test("the end of the call ends the share, and none begins after it", async () => {
  const { call, screen } = await connected();
  await call.screen.start();
  call.leave();
  await call.screen.start();
  expect(screen.captured.map(({ stopped }) => stopped)).toEqual([true]);
});
