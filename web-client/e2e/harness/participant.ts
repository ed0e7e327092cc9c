// A participant made by hand: a test speaks Socket.IO for it, a page of any browser sends and receives.

import { io, type Socket } from "socket.io-client";
import { roomToken } from "./clinic.ts";
import { type Receiving, RTC_SCRIPT, type Sending } from "./participantPage.ts";

/** A page that runs a script: Playwright's and Puppeteer's. */
export interface Runs {
  goto(url: string): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
}

interface Offer {
  sdp: string;
  tracks: { mid: string; source: "camera" | "microphone" }[];
}

const LIMIT = 10_000;

export class Participant {
  readonly page: Runs;
  readonly id: string;
  private readonly socket: Socket;
  private readonly room: string;

  private constructor(page: Runs, id: string, socket: Socket, room: string) {
    this.page = page;
    this.id = id;
    this.socket = socket;
    this.room = room;
  }

  /** Enters a room that was made by the API key. */
  static async join(page: Runs, room: string, identity: string): Promise<Participant> {
    // A page of the server's own may use camera and microphone.
    await page.goto(`${process.env.E2E_URL}/health`);
    await page.evaluate(RTC_SCRIPT);
    const socket = io(process.env.E2E_URL ?? "", {
      auth: { token: `Bearer ${await roomToken(room, identity)}` },
      transports: ["websocket"],
      forceNew: true,
    });
    const state = await heard<{ participantId: string }>(socket, "room_state");
    return new Participant(page, state.participantId, socket, room);
  }

  /** Sends camera and microphone as told. */
  async send(sending: Sending): Promise<void> {
    await this.negotiate(`send(${JSON.stringify(sending)})`);
  }

  /** Offers seats. */
  async receive(receiving: Receiving = {}): Promise<void> {
    await this.negotiate(`receive(${JSON.stringify(receiving)})`);
  }

  /** Shows the camera of another, and no other, at a height; 0 hides it. A pinned one gets a seat before all others. */
  async show(other: Participant, height: number, pinned = false): Promise<void> {
    const pictures = [{ participantId: other.id, source: "camera", height, pinned }];
    await this.tell("set_interest", { pictures });
  }

  async close(): Promise<void> {
    await this.page.evaluate("connection?.close()").catch(() => undefined);
    await this.tell("leave", {}).catch(() => undefined);
    this.socket.disconnect();
  }

  private async negotiate(script: string): Promise<void> {
    const { sdp, tracks } = (await this.page.evaluate(script)) as Offer;
    const answered = heard<{ answer: RTCSessionDescriptionInit }>(this.socket, "webrtc_answer");
    await this.tell("webrtc_offer", { offer: { type: "offer", sdp }, tracks });
    await this.page.evaluate(`accept(${JSON.stringify((await answered).answer)})`);
  }

  private async tell(event: string, data: object): Promise<void> {
    const answer = await this.socket.timeout(LIMIT).emitWithAck(event, { sessionId: this.room, ...data });
    if (!answer.ok) throw new Error(`${event}: ${JSON.stringify(answer)}`);
  }
}

function heard<T>(socket: Socket, event: string): Promise<T> {
  return new Promise((done, fail) => {
    const late = setTimeout(() => fail(new Error(`no ${event}`)), LIMIT);
    socket.once(event, (data: T) => {
      clearTimeout(late);
      done(data);
    });
    socket.once("connect_error", fail);
  });
}
