import type { DeviceProblem } from "../media/devices";
import type { DeviceState } from "../protocol/lobby";
import type { Signaling } from "../protocol/signaling";
import type { LocalMedia, OwnDevice } from "./localMedia";

const states: Record<DeviceProblem, DeviceState> = {
  denied: "blocked",
  insecure: "blocked",
  missing: "missing",
  "in-use": "busy",
  failed: "missing",
};

/** Tells the doctor whether the devices of somebody who waits work. */
export class LobbyReport {
  private readonly signaling: Signaling;
  private readonly sessionId: string;
  private readonly localMedia: LocalMedia;
  private told = "";

  constructor(signaling: Signaling, sessionId: string, localMedia: LocalMedia) {
    this.signaling = signaling;
    this.sessionId = sessionId;
    this.localMedia = localMedia;
  }

  /** To a server that knows nothing yet. */
  begin(): void {
    this.told = "";
    this.report();
  }

  /** Once the browser has answered; what was told already is not told again. */
  report(): void {
    const { camera, microphone } = this.localMedia.getSnapshot();
    if (camera.asking || microphone.asking) return;
    const devices = { camera: stateOf(camera), microphone: stateOf(microphone) };
    const said = JSON.stringify(devices);
    if (said === this.told) return;
    this.told = said;
    // What does not get through is told again with the next socket.
    this.signaling.request("lobby_report", { sessionId: this.sessionId, devices }).catch(() => undefined);
  }
}

/** A muted microphone works: it has its track. */
function stateOf({ problem, track }: OwnDevice): DeviceState {
  if (problem) return states[problem];
  return track ? "works" : "off";
}
