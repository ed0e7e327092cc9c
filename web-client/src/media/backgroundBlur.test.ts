import { expect, test } from "vitest";
import { standIn } from "./backgroundBlur";

class PlayedTrack extends EventTarget {
  stops = 0;
  stop(): void {
    this.stops += 1;
  }
  getSettings() {
    return { deviceId: "camera" };
  }
}

function scene() {
  const camera = new PlayedTrack();
  const processed = new PlayedTrack();
  let ends = 0;
  const shown = standIn(
    processed as unknown as MediaStreamTrack,
    camera as unknown as MediaStreamTrack,
    () => {
      ends += 1;
    },
  );
  return { camera, shown, ends: () => ends };
}

test("stopping the blurred picture turns the camera off and ends the work, once", () => {
  const { camera, shown, ends } = scene();
  shown.stop();
  shown.stop();
  expect([camera.stops > 0, ends()]).toEqual([true, 1]);
});

test("a camera that is unplugged ends the blurred picture too", () => {
  const { camera, shown, ends } = scene();
  let told = 0;
  shown.addEventListener("ended", () => {
    told += 1;
  });
  camera.dispatchEvent(new Event("ended"));
  expect([told, ends()]).toEqual([1, 1]);
});

test("the blurred picture is known by its camera", () => {
  expect(scene().shown.getSettings().deviceId).toBe("camera");
});
