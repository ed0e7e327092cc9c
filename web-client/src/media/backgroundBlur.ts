/** How far the background is blurred, in pixels of the camera's picture. */
const radius = 15;
/** Where the build puts what the package loads. */
export const blurAssets = "/assets/background-2023.2.0";

/**
 * The same picture with the background blurred: by the system's own camera effects where it offers them, else by finding
 * the person in each picture. Stopping what is given stops the camera; rejects where neither can be done, the camera as
 * it was.
 */
export async function blurBackground(camera: MediaStreamTrack): Promise<MediaStreamTrack> {
  if (await blurredBySystem(camera)) return camera;
  const { VirtualBackgroundProcessor } = await import("@shiguredo/virtual-background");
  if (!VirtualBackgroundProcessor.isSupported() || !canDraw()) throw new Error("this browser cannot blur");
  const processor = new VirtualBackgroundProcessor(blurAssets);
  const options = { blurRadius: radius };
  const blurred = await processor.startProcessing(camera as MediaStreamVideoTrack, options).catch((error) => {
    processor.stopProcessing();
    throw error;
  });
  return standIn(blurred, camera, () => processor.stopProcessing());
}

/** W3C mediacapture-extensions, `backgroundBlur`. */
async function blurredBySystem(camera: MediaStreamTrack): Promise<boolean> {
  const { backgroundBlur } = (camera.getCapabilities?.() ?? {}) as { backgroundBlur?: boolean[] };
  if (!backgroundBlur?.includes(true)) return false;
  if (!backgroundBlur.includes(false)) return true;
  const wanted = { backgroundBlur: { exact: true } } as MediaTrackConstraints;
  return camera.applyConstraints(wanted).then(
    () => true,
    () => false,
  );
}

/** The package finds people by WebGL and waits for ever where there is none. */
function canDraw(): boolean {
  const canvas = document.createElement("canvas");
  return canvas.getContext("webgl2") !== null;
}

/** The processed track as if it were the camera's: it stops and ends with it, and is known by its device. */
export function standIn(
  processed: MediaStreamTrack,
  camera: MediaStreamTrack,
  end: () => void,
): MediaStreamTrack {
  const stop = processed.stop.bind(processed);
  let over = false;
  const finish = () => {
    if (over) return;
    over = true;
    end();
    stop();
  };
  processed.stop = () => {
    camera.stop();
    finish();
  };
  processed.getSettings = () => camera.getSettings();
  camera.addEventListener("ended", () => {
    finish();
    processed.dispatchEvent(new Event("ended"));
  });
  return processed;
}
