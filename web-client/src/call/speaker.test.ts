import { expect, test } from "vitest";
import { Speaker } from "./speaker";
import { FakeDevices } from "./testing/fakeDevices";
import { settle } from "./testing/scene";

const headset = { deviceId: "headset", label: "Headset" };
const desk = { deviceId: "desk", label: "Desk" };

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test("the chosen speaker holds for the next visit; until then it is the system's", async () => {
  const devices = new FakeDevices();
  devices.speakers = [desk, headset];
  const kept = storage();
  const speaker = new Speaker(devices, kept);
  await speaker.look();
  expect(speaker.getSnapshot()).toEqual({ choices: [desk, headset], sink: "" });
  speaker.choose("headset");
  expect(speaker.getSnapshot().sink).toBe("headset");
  const again = new Speaker(devices, kept);
  await again.look();
  expect(again.getSnapshot().sink).toBe("headset");
});

test("a speaker that is unplugged gives way to the system's, and is used again once it is back", async () => {
  const devices = new FakeDevices();
  devices.speakers = [desk, headset];
  const speaker = new Speaker(devices, storage());
  await speaker.look();
  speaker.choose("headset");
  devices.speakers = [desk];
  devices.plug();
  await settle();
  expect(speaker.getSnapshot().sink).toBe("");
  devices.speakers = [desk, headset];
  devices.plug();
  await settle();
  expect(speaker.getSnapshot().sink).toBe("headset");
});
