import type { ParticipantInfo, ServerEvents, TrackInfo } from "../protocol/events";
import { unknownConnection } from "./connections";

/** Everybody else in the room, in order of arrival. */
export type Participants = readonly ParticipantInfo[];

export function fromRoomState(state: ServerEvents["room_state"]): Participants {
  return state.participants.filter(({ participantId }) => participantId !== state.participantId);
}

export function withJoined(present: Participants, joined: ServerEvents["participant_joined"]): Participants {
  const { participantId, displayName, role, connected } = joined;
  const known = present.find((participant) => participant.participantId === participantId);
  if (known) return change(present, participantId, () => ({ displayName, role, connected }));
  const unknown = { tracks: [], handSince: null, connection: unknownConnection, join: null };
  return [...present, { participantId, displayName, role, connected, ...unknown }];
}

export function withoutLeft(present: Participants, participantId: string): Participants {
  return present.filter((participant) => participant.participantId !== participantId);
}

export function withUpdated(
  present: Participants,
  updated: ServerEvents["participant_updated"],
): Participants {
  return change(present, updated.participantId, () => ({ connected: updated.connected }));
}

export function withPublished(
  present: Participants,
  published: ServerEvents["track_published"],
): Participants {
  const { trackId, source, kind, muted } = published;
  const track: TrackInfo = { trackId, source, kind, muted };
  return change(present, published.participantId, ({ tracks }) => ({
    tracks: [...tracks.filter((other) => other.trackId !== trackId && other.source !== source), track],
  }));
}

export function withUnpublished(
  present: Participants,
  { participantId, trackId }: ServerEvents["track_unpublished"],
): Participants {
  return change(present, participantId, ({ tracks }) => ({
    tracks: tracks.filter((track) => track.trackId !== trackId),
  }));
}

export function withMuted(present: Participants, mute: ServerEvents["track_muted"]): Participants {
  return change(present, mute.participantId, ({ tracks }) => ({
    tracks: tracks.map((track) => (track.source === mute.source ? { ...track, muted: mute.muted } : track)),
  }));
}

function change(
  present: Participants,
  participantId: string,
  part: (participant: ParticipantInfo) => Partial<ParticipantInfo>,
): Participants {
  return present.map((participant) =>
    participant.participantId === participantId ? { ...participant, ...part(participant) } : participant,
  );
}
