import { afterEach, expect, test, vi } from "vitest";
import { browserScreen } from "./screenCapture";

afterEach(() => {
  vi.unstubAllGlobals();
});

function browser(getDisplayMedia?: () => Promise<unknown>) {
  vi.stubGlobal("navigator", { mediaDevices: getDisplayMedia ? { getDisplayMedia } : {} });
}

const stream = (audio: unknown[]) => ({ getVideoTracks: () => ["picture"], getAudioTracks: () => audio });

test("a phone's browser has no screen to share", () => {
  browser();
  expect(browserScreen.supported).toBe(false);
  vi.stubGlobal("navigator", {});
  expect(browserScreen.supported).toBe(false);
});

test("sound comes with it where the browser gives some", async () => {
  browser(async () => stream(["sound"]));
  expect(browserScreen.supported).toBe(true);
  expect(await browserScreen.choose()).toEqual({ picture: "picture", sound: "sound" });
  browser(async () => stream([]));
  expect(await browserScreen.choose()).toEqual({ picture: "picture", sound: null });
});

test("a changed mind is no problem, a screen that cannot be read is one", async () => {
  browser(() => Promise.reject(new DOMException("", "NotAllowedError")));
  expect(await browserScreen.choose()).toBeNull();
  browser(() => Promise.reject(new DOMException("", "NotReadableError")));
  await expect(browserScreen.choose()).rejects.toMatchObject({ problem: "in-use" });
});
