import type { MediaHandlerEvents } from "../media/mediaHandler";
import type { JoinProgress } from "../protocol/joining";
import type { Signaling } from "../protocol/signaling";

/** Tells the server what it cannot see of the way into the call: that the page runs, and that something shows. */
export class JoinReport {
  private readonly signaling: Signaling;
  private readonly sessionId: string;
  private connections = 0;
  private frameShown = false;

  constructor(signaling: Signaling, sessionId: string) {
    this.signaling = signaling;
    this.sessionId = sessionId;
    // On each new socket: the server may have forgotten.
    signaling.on("room_state", ({ lobby }) => {
      // Who waits before the door is not on the way in yet; the next state comes when they are let in.
      if (lobby.state === "waiting") return;
      this.say("page");
      if (this.frameShown) this.say("first_frame");
    });
  }

  /** A new connection to the media server, which has shown nothing yet. */
  on(events: Omit<MediaHandlerEvents, "onFirstFrame">): MediaHandlerEvents {
    this.frameShown = false;
    this.connections += 1;
    const connection = this.connections;
    const onFirstFrame = () => {
      if (connection !== this.connections) return;
      this.frameShown = true;
      this.say("first_frame");
    };
    return { ...events, onFirstFrame };
  }

  private say(stage: JoinProgress): void {
    // What does not get through is said again with the next socket.
    this.signaling.request("join_progress", { sessionId: this.sessionId, stage }).catch(() => undefined);
  }
}
