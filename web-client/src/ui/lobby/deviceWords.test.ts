import { expect, test } from "vitest";
import { enDoor } from "../i18n/enDoor";
import { translator } from "../i18n/translate";
import { deviceWords } from "./deviceWords";

const t = translator("en", enDoor);

test("what works is said in one breath, what does not by name", () => {
  const said = (microphone: "works" | "blocked", camera: "works" | "off", video = true) =>
    deviceWords(t, { microphone, camera }, video);
  expect(said("works", "works")).toBe("Camera and microphone work");
  expect(said("works", "off")).toBe("Microphone ready, camera off");
  expect(said("blocked", "works")).toBe("Microphone blocked, camera ready");
  expect(said("blocked", "off", false)).toBe("Microphone blocked");
  expect(deviceWords(t, null, true)).toBe("Camera and microphone not tried yet");
});
