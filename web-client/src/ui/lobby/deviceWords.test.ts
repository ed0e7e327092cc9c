import i18next from "i18next";
import { beforeAll, expect, test } from "vitest";
import { words } from "../i18n/enWords";
import { deviceWords } from "./deviceWords";

beforeAll(() => i18next.init({ resources: { en: { translation: words } }, lng: "en" }));

test("what works is said in one breath, what does not by name", () => {
  const said = (microphone: "works" | "blocked", camera: "works" | "off", video = true) =>
    deviceWords(i18next.t, { microphone, camera }, video);
  expect(said("works", "works")).toBe("Camera and microphone work");
  expect(said("works", "off")).toBe("Microphone ready, camera off");
  expect(said("blocked", "works")).toBe("Microphone blocked, camera ready");
  expect(said("blocked", "off", false)).toBe("Microphone blocked");
  expect(deviceWords(i18next.t, null, true)).toBe("Camera and microphone not tried yet");
});
