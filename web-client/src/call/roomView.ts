import type { EndedBy } from "../protocol/consultation";
import type { Connection, ConsultationSummary, LayersWanted, Seat } from "../protocol/events";
import type { Signaling } from "../protocol/signaling";
import type { EndReason } from "./callSnapshot";
import { Connections } from "./connections";
import { FollowedSpeaker } from "./followedSpeaker";
import { Joins } from "./joins";
import * as people from "./participants";
import { type Tile, tilesOf } from "./tiles";

export interface RoomViewEvents {
  onChange(): void;
  /** It is over for everybody, or for this tab. */
  onEnded(reason: Exclude<EndReason, "refused" | "denied">, by?: EndedBy | null): void;
  /** The server closed this client's media. */
  onMediaClosed(): void;
  /** The place was given away, for instance after a long absence. */
  onRemoved(): void;
  /** Somebody takes more or fewer sizes of the own picture. */
  onLayersWanted(wanted: LayersWanted): void;
  /** The whole state has come, after each connect. */
  onReady(participantId: string, hasMedia: boolean): void;
}

/** What the server has told about the room: who is in it and who sits where. */
export class RoomView {
  readonly joins: Joins;
  private readonly events: RoomViewEvents;
  private participants: people.Participants = [];
  private seats: readonly Seat[] = [];
  private speakers: readonly string[] = [];
  private readonly followed: FollowedSpeaker;
  private readonly connections: Connections;
  private selfId = "";
  private summary: ConsultationSummary | null = null;

  constructor(signaling: Signaling, events: RoomViewEvents) {
    this.events = events;
    this.followed = new FollowedSpeaker(() => events.onChange());
    this.joins = new Joins(signaling, () => events.onChange());
    this.connections = new Connections(() => events.onChange());
    this.listenForState(signaling);
    this.listenForPeople(signaling);
    this.listenForTracks(signaling);
  }

  tiles(tracks: ReadonlyMap<string, MediaStreamTrack>): Tile[] {
    const knownOf = (participantId: string) => ({
      connection: this.connections.of(participantId),
      advice: this.joins.of(participantId)?.advice ?? null,
    });
    return tilesOf(this.participants, this.seats, tracks, this.speakers, knownOf);
  }

  /** The other person who spoke last for long enough to be shown large. */
  get mainSpeaker(): string | null {
    return this.followed.current;
  }

  get ownConnection(): Connection {
    return this.connections.of(this.selfId);
  }

  /** Nothing is told after the end. */
  close(): void {
    this.connections.close();
  }

  /** The parts of the consultation that may change during a call. */
  get consultation(): Partial<Pick<ConsultationSummary, "title" | "mode" | "waitingRoom">> {
    if (!this.summary) return {};
    const { title, mode, waitingRoom } = this.summary;
    return { title, mode, waitingRoom };
  }

  private listenForState(signaling: Signaling): void {
    signaling.on("room_state", (state) => {
      this.selfId = state.participantId;
      this.participants = people.fromRoomState(state);
      this.seats = state.seats;
      this.hear(state.activeSpeakers);
      this.connections.begin(state.participants);
      if (state.consultation && this.isOver(state.consultation)) return;
      this.events.onReady(state.participantId, state.hasMedia);
      for (const wanted of state.layersWanted) this.events.onLayersWanted(wanted);
      this.events.onChange();
    });
    signaling.on("consultation_updated", (summary) => {
      if (!this.isOver(summary)) this.events.onChange();
    });
    signaling.on("connection_state", ({ state, cause }) => {
      if (state !== "closed") return;
      // Two tabs with one place would take it from each other for ever.
      if (cause === "replaced") this.events.onEnded("replaced");
      else this.events.onMediaClosed();
    });
  }

  private listenForPeople(signaling: Signaling): void {
    signaling.on("participant_joined", (joined) => {
      if (joined.participantId !== this.selfId) this.change(people.withJoined(this.participants, joined));
    });
    signaling.on("participant_updated", (updated) => {
      this.change(people.withUpdated(this.participants, updated));
    });
    signaling.on("participant_left", ({ participantId, reason }) => {
      if (participantId !== this.selfId) this.change(people.withoutLeft(this.participants, participantId));
      else if (reason === "timeout") this.events.onRemoved();
      else if (reason === "ended") this.events.onEnded("consultation-ended");
      else if (reason !== "put_back") this.events.onEnded(reason);
    });
  }

  private listenForTracks(signaling: Signaling): void {
    signaling.on("seats", ({ seats }) => {
      this.seats = seats;
      this.events.onChange();
    });
    signaling.on("active_speakers", ({ participantIds }) => {
      this.hear(participantIds);
      this.events.onChange();
    });
    signaling.on("layers_wanted", (wanted) => this.events.onLayersWanted(wanted));
    signaling.on("connection_quality", ({ participantId, quality, reason, video }) =>
      this.connections.hear(participantId, { quality, reason, video }),
    );
    signaling.on("track_published", (track) => this.change(people.withPublished(this.participants, track)));
    signaling.on("track_unpublished", (track) =>
      this.change(people.withUnpublished(this.participants, track)),
    );
    signaling.on("track_muted", (mute) => this.change(people.withMuted(this.participants, mute)));
  }

  private hear(speakers: readonly string[]): void {
    this.speakers = speakers;
    this.followed.hear(speakers.find((speaker) => speaker !== this.selfId) ?? null);
  }

  private change(participants: people.Participants): void {
    this.participants = participants;
    this.events.onChange();
  }

  private isOver(summary: ConsultationSummary): boolean {
    this.summary = summary;
    if (summary.status !== "ended" && summary.status !== "cancelled") return false;
    this.events.onEnded("consultation-ended", summary.endedBy);
    return true;
  }
}
