import { afterEach, expect, test, vi } from "vitest";
import { browserDevices, problemOf } from "./devices";

const plain = { noiseSuppression: true, backgroundBlur: false, blurFailed: () => undefined };

afterEach(() => vi.unstubAllGlobals());

test.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
  ["NotReadableError", "in-use"],
  ["AbortError", "in-use"],
  ["SecurityError", "insecure"],
  ["TypeError", "failed"],
])("%s means %s", (name, problem) => {
  expect(problemOf(new DOMException("", name))).toBe(problem);
});

test("on a page without https nobody is asked, and the reason is told", async () => {
  vi.stubGlobal("navigator", {});
  const devices = browserDevices(plain, null);
  expect(await devices.permission("camera")).toBe("denied");
  await expect(devices.open("camera")).rejects.toMatchObject({ problem: "insecure" });
});

function stubCamera() {
  const asked: MediaStreamConstraints[] = [];
  const track = {} as MediaStreamTrack;
  const getUserMedia = async (constraints: MediaStreamConstraints) => {
    asked.push(constraints);
    return { getTracks: () => [track], getAudioTracks: () => [track], getVideoTracks: () => [track] };
  };
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
  return { asked, track };
}

test("noise is suppressed as it is liked", async () => {
  const { asked } = stubCamera();
  await browserDevices({ ...plain, noiseSuppression: false }, null).open("microphone");
  expect(asked).toMatchObject([{ audio: { noiseSuppression: false, echoCancellation: true } }]);
});

test("a camera is blurred where that is liked, and goes on as it is where it cannot be", async () => {
  const { track } = stubCamera();
  const blurred = {} as MediaStreamTrack;
  const blurFailed = vi.fn();
  const liking = { ...plain, backgroundBlur: true, blurFailed };
  expect(await browserDevices(plain, async () => blurred).open("camera")).toBe(track);
  expect((await browserDevices(liking, async () => blurred).openBoth()).camera).toBe(blurred);
  expect(blurFailed).not.toHaveBeenCalled();
  expect(await browserDevices(liking, () => Promise.reject(new Error())).open("camera")).toBe(track);
  expect(blurFailed).toHaveBeenCalledOnce();
});
