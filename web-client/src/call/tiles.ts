import type { Role } from "../protocol/consultation";
import type { Connection, ParticipantInfo, Seat, TrackSource } from "../protocol/events";
import type { JoinAdvice } from "../protocol/joining";
import type { Participants } from "./participants";

/** What the page shows and plays of one other person. */
export interface Tile {
  participantId: string;
  displayName: string;
  role: Role;
  connected: boolean;
  connection: Connection;
  /** What is amiss with their way into the call, as their doctor is told. */
  advice: JoinAdvice | null;
  audio: MediaStreamTrack | null;
  video: MediaStreamTrack | null;
  screen: MediaStreamTrack | null;
  microphoneOff: boolean;
  cameraOff: boolean;
  speaking: boolean;
}

/**
 * One tile a person, with the tracks of the seats they sit in.
 * @param tracks the receiving tracks of the connection, by mid
 * @param speakers those who speak now
 * @param knownOf how well somebody is connected, as it shows
 */
export function tilesOf(
  participants: Participants,
  seats: readonly Seat[],
  tracks: ReadonlyMap<string, MediaStreamTrack>,
  speakers: readonly string[],
  knownOf: (participantId: string) => Pick<Tile, "connection" | "advice">,
): Tile[] {
  return participants.map((participant) => {
    const { participantId, displayName, role, connected } = participant;
    const trackOf = (source: TrackSource) => {
      const seat = seats.find((taken) => taken.participantId === participantId && taken.source === source);
      return seat ? (tracks.get(seat.mid) ?? null) : null;
    };
    const cameraOff = isOff(participant, "camera");
    return {
      participantId,
      displayName,
      role,
      connected,
      ...knownOf(participantId),
      audio: trackOf("microphone"),
      // After the last frame no event says that the picture is old: what is off must not be shown.
      video: cameraOff ? null : trackOf("camera"),
      screen: isOff(participant, "screen") ? null : trackOf("screen"),
      microphoneOff: isOff(participant, "microphone"),
      cameraOff,
      speaking: speakers.includes(participantId),
    };
  });
}

function isOff({ tracks }: ParticipantInfo, source: TrackSource): boolean {
  return tracks.find((track) => track.source === source)?.muted ?? true;
}
