import type { Signaling } from "../protocol/signaling";
import type { AccessRenewal } from "./accessRenewal";
import type { CallOptions } from "./callOptions";
import { Hands } from "./hands";
import { MuteRequests } from "./muteRequests";
import { Recordings } from "./recordings";

/** What goes on in a call beside sound and picture. */
export class Asides {
  readonly hands: Hands;
  readonly muteRequests: MuteRequests;
  readonly recordings: Recordings;

  constructor({ join, localMedia }: CallOptions, signaling: Signaling, access: AccessRenewal) {
    this.hands = new Hands(signaling, join.consultation.id);
    this.muteRequests = new MuteRequests(signaling, localMedia);
    this.recordings = new Recordings(signaling, access);
  }

  close(): void {
    this.muteRequests.close();
  }
}
