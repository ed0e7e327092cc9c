// A push service of the test's own: to Firefox by its protocol, from the server by RFC 8030.

import { createHash, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

export interface PushService {
  /** What Firefox is to connect to. */
  url: string;
  /** What was sent, as it came. */
  bodies: Buffer[];
  close(): void;
}

export async function startPushService(): Promise<PushService> {
  const bodies: Buffer[] = [];
  const browsers = new Set<Duplex>();
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    bodies.push(body);
    const channelID = request.url?.split("/").at(-1);
    const headers = { encoding: request.headers["content-encoding"] };
    const data = body.toString("base64url");
    for (const browser of browsers)
      write(browser, { messageType: "notification", channelID, version: randomUUID(), data, headers });
    response.writeHead(201, { location: `/sent/${bodies.length}` }).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on("upgrade", (request, socket) => {
    accept(socket, request.headers["sec-websocket-key"] ?? "");
    browsers.add(socket);
    socket.on("close", () => browsers.delete(socket)).on("error", () => undefined);
    read(socket, (message) => {
      const answer = answerTo(message, host);
      if (answer) write(socket, answer);
    });
  });
  const close = () => {
    for (const browser of browsers) browser.destroy();
    server.close();
  };
  return { url: `ws://${host}/`, bodies, close };
}

/** The words of Firefox's push connection that need an answer. */
function answerTo({ messageType, channelID }: Record<string, unknown>, host: string): object | undefined {
  switch (messageType) {
    case "hello": {
      const uaid = randomUUID().replaceAll("-", "");
      return { messageType, uaid, status: 200, use_webpush: true, broadcasts: {} };
    }
    case "register":
      return { messageType, channelID, status: 200, pushEndpoint: `http://${host}/push/${channelID}` };
    case undefined:
      return {};
    default:
      return undefined;
  }
}

/** RFC 6455 section 4.2.2. */
function accept(socket: Duplex, key: string): void {
  const digest = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  const head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
  head.push(`Sec-WebSocket-Accept: ${digest}`, "Sec-WebSocket-Protocol: push-notification", "", "");
  socket.write(head.join("\r\n"));
}

/** Text frames of a browser, which are masked and whole (RFC 6455 section 5.2). */
function read(socket: Duplex, hear: (message: Record<string, unknown>) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const short = (bytes[1] ?? 0) & 0x7f;
      const start = short === 126 ? 4 : 2;
      if (bytes.length < start) return;
      const length = short === 126 ? bytes.readUInt16BE(2) : short;
      const end = start + 4 + length;
      if (bytes.length < end) return;
      const mask = bytes.subarray(start, start + 4);
      const text = bytes.subarray(start + 4, end).map((byte, at) => byte ^ (mask[at % 4] ?? 0));
      if (((bytes[0] ?? 0) & 0x0f) === 1) hear(JSON.parse(Buffer.from(text).toString()));
      bytes = bytes.subarray(end);
    }
  });
}

function write(socket: Duplex, message: object): void {
  const text = Buffer.from(JSON.stringify(message));
  const head = text.length < 126 ? [0x81, text.length] : [0x81, 126, text.length >> 8, text.length & 0xff];
  socket.write(Buffer.concat([Buffer.from(head), text]));
}
