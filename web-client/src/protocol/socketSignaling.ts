import { io, type Socket } from "socket.io-client";
import { ApiError, problemCode } from "./apiError";
import type { ClientEvents, ServerEvents } from "./events";
import type { Signaling, SignalingState } from "./signaling";

/** Milliseconds within which the server acknowledges an event. */
const acknowledgementTimeout = 5_000;
/** Milliseconds before connecting again when the server itself closed the socket. */
const pauseAfterServerClose = 1_000;

interface Acknowledgement {
  ok: boolean;
  code?: string;
  message?: string;
}

/** `Signaling` over Socket.IO v5. */
export class SocketSignaling implements Signaling {
  private readonly socket: Socket;
  private reconnection: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param token gives the newest token at each connection attempt
   * @param server origin of the server, for pages elsewhere
   */
  constructor(token: () => string | null, server = "") {
    this.socket = io(`${server}/`, {
      autoConnect: false,
      // A proxy that breaks WebSocket answers late or never: polling is the way in, not the second choice.
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5_000,
      timeout: 10_000,
      auth: (send) => send({ token: `Bearer ${token() ?? ""}` }),
    });
  }

  connect(): void {
    clearTimeout(this.reconnection);
    this.socket.connect();
  }

  close(): void {
    clearTimeout(this.reconnection);
    this.socket.removeAllListeners();
    this.socket.disconnect();
  }

  onState(listener: (state: SignalingState) => void): void {
    this.socket.on("connect", () => listener({ name: "connected" }));
    this.socket.on("disconnect", (reason) => {
      listener({ name: "disconnected" });
      // Socket.IO itself does not come back from this one.
      if (reason === "io server disconnect") {
        this.reconnection = setTimeout(() => this.socket.connect(), pauseAfterServerClose);
      }
    });
    this.socket.on("connect_error", (error) => {
      // Socket.IO gives up only where the server answered; the message is then the code.
      const refusal = !this.socket.active;
      listener(refusal ? { name: "refused", code: problemCode(error.message) } : { name: "disconnected" });
    });
  }

  on<Event extends keyof ServerEvents>(event: Event, listener: (data: ServerEvents[Event]) => void): void {
    this.socket.on(event as string, listener as (data: unknown) => void);
  }

  async request<Event extends keyof ClientEvents>(event: Event, data: ClientEvents[Event]): Promise<unknown> {
    if (!this.socket.connected) throw new ApiError("unreachable");
    const answer = (await this.socket
      .timeout(acknowledgementTimeout)
      .emitWithAck(event, data)
      .catch(() => {
        // A path that died without a word is noticed here long before the ping finds out.
        this.socket.io.engine.close();
        throw new ApiError("unreachable");
      })) as Acknowledgement;
    if (!answer?.ok) throw new ApiError(problemCode(answer?.code), 0, answer?.message);
    return answer;
  }
}
