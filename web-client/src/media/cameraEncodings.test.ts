import { expect, test } from "vitest";
import { cameraEncodings, heightOf, plannedEncodings } from "./cameraEncodings";

const made = cameraEncodings(true);
const sizes = (height: number, wanted = 3, encodings = made) =>
  plannedEncodings(encodings, height, wanted)
    .filter(({ active }) => active)
    .map(({ scaleResolutionDownBy = 1 }) => height / scaleResolutionDownBy);

test("a camera line is made for a quarter, half and all of the picture", () => {
  expect(made.map(({ rid, scaleResolutionDownBy }) => [rid, scaleResolutionDownBy])).toEqual([
    ["q", 4],
    ["h", 2],
    ["f", 1],
  ]);
  expect(made.map(({ maxBitrate }) => Math.round((maxBitrate ?? 0) / 10_000))).toEqual([12, 38, 120]);
  expect(made.every((encoding) => "scalabilityMode" in encoding)).toBe(true);
  expect(cameraEncodings(false).some((encoding) => "scalabilityMode" in encoding)).toBe(false);
});

test("a small camera is sent in fewer sizes, none too small to see a face", () => {
  expect(sizes(720)).toEqual([180, 360, 720]);
  expect(sizes(480)).toEqual([240, 480]);
  expect(sizes(360)).toEqual([180, 360]);
  expect(sizes(240)).toEqual([240]);
  expect(sizes(90)).toEqual([90]);
});

test("what nobody takes is not encoded, from the largest on", () => {
  expect(sizes(720, 2)).toEqual([180, 360]);
  expect(sizes(720, 1)).toEqual([180]);
  expect(sizes(480, 1)).toEqual([240]);
  expect(sizes(720, 0)).toEqual([]);
});

test("a server without simulcast gets the whole picture", () => {
  const whole = { rid: "q", active: true, scaleResolutionDownBy: 1, maxBitrate: 1_200_000 };
  expect(plannedEncodings(made.slice(0, 1), 720, 3)).toMatchObject([whole]);
  // Chromium keeps some encodings that the answer did not take.
  const refused = plannedEncodings([...made.slice(0, 1), ...made.slice(2)], 720, 3, false);
  expect(refused).toMatchObject([whole, { rid: "f", active: false }]);
});

test("an upright phone is as high as it is wide", () => {
  const track = (settings: MediaTrackSettings) => ({ getSettings: () => settings }) as MediaStreamTrack;
  expect(heightOf(track({ width: 480, height: 640 }))).toBe(480);
  expect(heightOf(track({}))).toBe(720);
  expect(heightOf(null)).toBe(720);
});
