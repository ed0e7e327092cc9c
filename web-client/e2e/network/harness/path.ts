// The path between the patient's browser and the server: its faults, the client's addresses.

import { execFileSync } from "node:child_process";
import { createConnection, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { EXTERNAL } from "./addresses.ts";

const EXTERNAL_HOST = new URL(EXTERNAL).hostname;

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
  const namespace = process.env.E2E_CLIENT_NAMESPACE ?? "";
  const ip = (...words: string[]) =>
    execFileSync("ip", ["-n", namespace, ...words, "dev", "client"], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  ip("addr", "flush", "scope", "global");
  for (const address of addresses) {
    const isIpv6 = address.includes(":");
    ip("addr", "add", address, ...(isIpv6 ? ["nodad"] : []));
    // Went away with the last address.
    if (!isIpv6) ip("route", "replace", EXTERNAL_HOST);
  }
}
