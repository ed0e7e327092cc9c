import type { Signaling } from "../protocol/signaling";
import type { AccessRenewal } from "./accessRenewal";
import type { CallOptions } from "./callOptions";
import { Captions } from "./captions";
import { Hands } from "./hands";
import { MuteRequests } from "./muteRequests";

/** What goes on in a call beside sound and picture. */
export class Asides {
  readonly captions: Captions;
  readonly hands: Hands;
  readonly muteRequests: MuteRequests;

  constructor({ join, localMedia, preferences }: CallOptions, signaling: Signaling, _access: AccessRenewal) {
    this.captions = new Captions(signaling, join, preferences);
    this.hands = new Hands(signaling, join.consultation.id);
    this.muteRequests = new MuteRequests(signaling, localMedia);
  }

  close(): void {
    this.captions.close();
    this.muteRequests.close();
  }
}
