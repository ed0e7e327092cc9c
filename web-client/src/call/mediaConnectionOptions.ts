import type { MediaHandler, MediaHandlerEvents, Offer } from "../media/mediaHandler";

/** What a connection to the media server is made of, and whom it tells. */
export interface MediaConnectionOptions {
  create(events: Omit<MediaHandlerEvents, "onFirstFrame">): MediaHandler;
  /** Carries an offer to the server; resolves to the answer. */
  negotiate(offer: Offer): Promise<string>;
  /** State or remote tracks changed. */
  onChange(): void;
  /** The server took a new offer and may not know what is muted. */
  onNegotiated(): void;
}
