import { Call } from "../call/call";
import { Phone } from "../call/phone";
import type { Mailbox } from "../messages/mailbox";
import { ApiClient, type User } from "../protocol/apiClient";
import type { Host } from "../protocol/host";
import { joinConsultation } from "../protocol/joinConsultation";
import type { Signaling } from "../protocol/signaling";
import { browserKit, type CallKit } from "./callKit";
import { mailboxOf } from "./mailboxOf";
import { openNews } from "./openNews";

/** Somebody of another site at the server: all that the components can do, without a view. */
export class Client {
  /** The HTTP API; requests are functions that take it, such as `startCall(api, userId, "video")`. */
  readonly api: ApiClient;
  readonly kit: CallKit;

  constructor(host: Host) {
    this.api = new ApiClient(host);
    this.kit = browserKit(this.api);
  }

  /** Who that is, by a fresh token of the host; rejects with an `ApiError`. */
  user(): Promise<User> {
    return this.api.refresh();
  }

  /** What rings for that person and whom they ring, once it listens: `client.listen(phone.listen)`. */
  phone({ id }: User): Phone {
    return new Phone(id);
  }

  /** Their messages, once it listens: `client.listen(mailbox.listen)`. */
  mailbox(user: User): Mailbox {
    const mailbox = mailboxOf(this.api, user);
    void mailbox.load();
    return mailbox;
  }

  /** Hears what the server tells that person; all who listen share one connection. @returns ends it */
  listen(listener: (signaling: Signaling) => void): () => void {
    const signaling = this.kit.news.open();
    listener(signaling);
    return openNews(this.api, signaling);
  }

  /** A place in a consultation, and its call; open the devices by `kit.localMedia`, then `start` it. */
  async join(sessionId: string): Promise<Call> {
    const rejoin = () => joinConsultation(this.api, sessionId);
    return new Call({ ...this.kit, rejoin, join: await rejoin() });
  }
}
