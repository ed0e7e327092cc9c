// A client of the messaging service that the clinics had: its REST paths, its socket options, its events, nothing newer
// but the memory of the last message.

import { io, type Socket } from "socket.io-client";
import { PASSWORD } from "./clinic.ts";

const URL_OF_CLINIC = process.env.E2E_URL ?? "http://localhost:8080";
const BASE = `${URL_OF_CLINIC}/api/messaging/medecin-patient`;

export interface Message {
  messageId: string;
  conversationId: string;
  senderId: string;
  content: string;
  type: string;
  timestamp: string;
}
export interface Receipt {
  ok: boolean;
  messageId: string;
}

export class MessagingClient {
  readonly heard: Message[] = [];
  readonly saved: string[] = [];
  readonly delivered: string[] = [];
  readonly read: string[] = [];
  readonly id: string;
  socket!: Socket;
  private readonly token: string;
  private readonly kind: "patient" | "medecin";

  private constructor(id: string, token: string, kind: "patient" | "medecin") {
    this.id = id;
    this.token = token;
    this.kind = kind;
  }

  static async signIn(who: "doctor" | "patient"): Promise<MessagingClient> {
    const response = await fetch(`${URL_OF_CLINIC}/api/v1/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: `${who}@demo.test`, password: PASSWORD }),
    });
    const { access_token, user } = (await response.json()) as { access_token: string; user: { id: string } };
    return new MessagingClient(user.id, access_token, who === "doctor" ? "medecin" : "patient");
  }

  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${BASE}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  /** Connects and waits until the service is ready. */
  async connect(transports: ("websocket" | "polling")[]): Promise<void> {
    const auth = { token: `Bearer ${this.token}`, userType: this.kind, userId: this.id, role: this.kind };
    this.socket = io(URL_OF_CLINIC, {
      auth: (give) => give({ ...auth, lastMessageId: this.heard.at(-1)?.messageId }),
      transports,
      timeout: 20_000,
      reconnection: true,
      reconnectionAttempts: 5,
      reconnectionDelay: 1000,
      reconnectionDelayMax: 10_000,
      forceNew: true,
    });
    this.socket.on("new_message", (message: Message) => this.heard.push(message));
    const note = (list: string[]) => (news: { messageId: string }) => list.push(news.messageId);
    this.socket.on("message_saved", note(this.saved));
    this.socket.on("message_delivered", note(this.delivered));
    this.socket.on("message_read", note(this.read));
    await this.ready();
  }

  /** The next time that the service is ready. */
  ready(): Promise<void> {
    return new Promise((done, fail) => {
      this.socket.once("service_ready", () => done());
      this.socket.once("connect_error", fail);
    });
  }

  say(conversationId: string, content: string, more: object = {}): Promise<Receipt> {
    const message = { conversationId, content, type: "text", timestamp: new Date().toISOString(), ...more };
    return this.socket.timeout(10_000).emitWithAck("send_message", message);
  }

  contents(): string[] {
    return this.heard.map((message) => message.content);
  }
}
