// The path between the patient's browser and the server: its faults, the client's addresses.

import { execFileSync } from "node:child_process";
import { createConnection, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { EXTERNAL, IPV4 } from "./addresses.ts";

const EXTERNAL_HOST = new URL(EXTERNAL).hostname;
const SERVER_HOST = new URL(IPV4).hostname;
const FORMER = "former";

/** Packets so far, in both directions. */
export interface Counts {
  up: number;
  upLost: number;
  down: number;
  downLost: number;
}

export class Path {
  private readonly socket: Socket;
  private readonly answers: AsyncIterator<string>;

  private constructor(socket: Socket) {
    this.socket = socket;
    this.answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  }

  static async open(): Promise<Path> {
    const socket = createConnection(process.env.E2E_PATH_CONTROL ?? "");
    await new Promise((done, fail) => socket.once("connect", done).once("error", fail));
    return new Path(socket);
  }

  /** Gives an order to `impairment` (crates/impairment/src/command.rs); resolves when it holds. */
  async order(line: string): Promise<string> {
    this.socket.write(`${line}\n`);
    const answer = String((await this.answers.next()).value);
    if (answer.startsWith("error")) throw new Error(`${line}: ${answer}`);
    return answer;
  }

  async counts(): Promise<Counts> {
    const [up = 0, upLost = 0, down = 0, downLost = 0] = [
      ...(await this.order("counts")).matchAll(/\d+/g),
    ].map(Number);
    return { up, upLost, down, downLost };
  }

  /** No faults, and the addresses of the beginning. */
  async mend(): Promise<void> {
    await this.order("both");
    await this.order("blackout off");
    settle("10.77.0.2/24", "fd77::2/64");
  }

  close(): void {
    this.socket.end();
  }
}

/** Gives the client these addresses in place of all others. */
export function settle(...addresses: string[]): void {
  leaveFormer();
  ip("addr", "flush", "scope", "global", "dev", "client");
  for (const address of addresses) arrive(address);
}

/** Gives the client an address more. */
export function arrive(address: string): void {
  const isIpv6 = address.includes(":");
  ip("addr", "add", address, ...(isIpv6 ? ["nodad"] : []), "dev", "client");
  // Went away with the last address.
  if (!isIpv6) ip("route", "replace", EXTERNAL_HOST, "dev", "client");
}

/** The client's network before it goes to another: an interface of its own, as a phone has one for each. */
export function beginAt(address: string): void {
  settle();
  ip("link", "add", FORMER, "type", "veth", "peer", "name", `${FORMER}-end`);
  for (const device of [FORMER, `${FORMER}-end`]) ip("link", "set", device, "up");
  ip("addr", "add", address, "dev", FORMER);
  ip("route", "replace", SERVER_HOST, "dev", "client", "src", address);
}

/** That network is gone, if it was there. */
export function leaveFormer(): void {
  if (ip("-br", "link").includes(`${FORMER}@`)) ip("link", "del", FORMER);
}

function ip(...words: string[]): string {
  return execFileSync("ip", ["-n", process.env.E2E_CLIENT_NAMESPACE ?? "", ...words], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
}
