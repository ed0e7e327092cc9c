import type { JoinAnswer } from "../../protocol/consultation";
import type { ParticipantInfo, Seat, ServerEvents } from "../../protocol/events";
import { Call } from "../call";
import type { CallOptions } from "../callOptions";
import { LocalMedia } from "../localMedia";
import { FakeDevices } from "./fakeDevices";
import { FakeMediaHandler } from "./fakeMediaHandler";
import { FakeScreen } from "./fakeScreen";
import { FakeSignaling } from "./fakeSignaling";

export const doctor: ParticipantInfo = {
  participantId: "p-doctor",
  displayName: "Dr Claire Moreau",
  role: "doctor",
  connected: true,
  connection: { quality: null, reason: null, video: "full" },
  join: null,
  handSince: null,
  tracks: [
    { trackId: "t-mic", source: "microphone", kind: "audio", muted: false },
    { trackId: "t-cam", source: "camera", kind: "video", muted: false },
  ],
};

export const doctorSeated: Seat[] = [
  { mid: "2", kind: "audio", participantId: "p-doctor", trackId: "t-mic", source: "microphone" },
  { mid: "3", kind: "audio", participantId: null, trackId: null, source: null },
  { mid: "5", kind: "video", participantId: "p-doctor", trackId: "t-cam", source: "camera" },
  { mid: "6", kind: "video", participantId: null, trackId: null, source: null },
];

export function joinAnswer(mode: "video" | "audio" = "video", token = "token 1"): JoinAnswer {
  return {
    token,
    expires_at: "2030-01-01T00:00:00Z",
    room_id: "r",
    participant_id: "p-self",
    ice_servers: [],
    consultation: { id: "c", mode, title: null, status: "active", doctor_name: "Dr Claire Moreau" },
    role: "patient",
    kind: null,
    display_name: "Jeanne Ferrand",
    lobby: "accepted",
  };
}

export function roomState(change: Partial<ServerEvents["room_state"]> = {}): ServerEvents["room_state"] {
  return {
    sessionId: "c",
    roomId: "r",
    participantId: "p-self",
    participants: [],
    seats: [],
    hasMedia: true,
    layersWanted: [],
    activeSpeakers: [],
    lobby: { state: "accepted" },
    consultation: { id: "c", status: "active", mode: "video", title: null, waitingRoom: true },
    ...change,
  };
}

/** A call with fakes all around it. */
export function scene(options: Partial<CallOptions> & { mode?: "video" | "audio" } = {}) {
  FakeMediaHandler.made = [];
  const signaling = new FakeSignaling();
  const devices = new FakeDevices();
  const localMedia = new LocalMedia(devices);
  const screen = new FakeScreen();
  let token: () => string = () => "";
  const call = new Call({
    join: joinAnswer(options.mode),
    localMedia,
    createMediaHandler: (handlerOptions) => new FakeMediaHandler(handlerOptions),
    createSignaling: (current) => {
      token = current;
      return signaling;
    },
    screen,
    mixSounds: screen.mix,
    rejoin: async () => joinAnswer(options.mode, "token 2"),
    ...options,
  });
  return { call, signaling, devices, localMedia, screen, token: () => token() };
}

/** Lets everything that is already settled run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** Brings a scene's call to the point where media flows. */
export async function connect(parts: ReturnType<typeof scene>, state = roomState()): Promise<void> {
  await parts.localMedia.open({ microphone: true, camera: true });
  parts.call.start();
  parts.signaling.state({ name: "connected" });
  parts.signaling.emit("room_state", state);
  await settle();
  FakeMediaHandler.newest.becomes("connected");
  await settle();
}
