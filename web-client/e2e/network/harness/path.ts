// The path between the patient's browser and the server: its faults, the client's addresses.

import { execFileSync } from "node:child_process";
import { createConnection, type Socket } from "node:net";
import { createInterface } from "node:readline";

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
    address("replace", "10.77.0.2/24");
    address("del", "10.77.0.3/24");
  }

  close(): void {
    this.socket.end();
  }
}

/** Changes an IPv4 address of the client. */
export function address(action: "replace" | "del", cidr: string): void {
  const namespace = process.env.E2E_CLIENT_NAMESPACE ?? "";
  try {
    execFileSync("ip", ["-n", namespace, "addr", action, cidr, "dev", "client"], { stdio: "pipe" });
  } catch (problem) {
    // What is not there need not go.
    if (action !== "del") throw problem;
  }
}
