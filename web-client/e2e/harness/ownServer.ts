// A server of a scenario's own, beside the suite's.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

const executable =
  process.env.E2E_VESTIBULE ?? resolve(import.meta.dirname, "../../../target/debug/vestibule");

/** Further options on the command line; words before it, as of a program that starts others. */
export interface Start {
  options?: string[];
  by?: string[];
}

/** Starts the demo with further settings; resolves once it listens, with what ends it. */
export async function startDemo(
  settings: Record<string, string>,
  { options = [], by = [] }: Start = {},
): Promise<() => Promise<void>> {
  const [program = executable, ...words] = [...by, executable, "serve", "--demo", ...options];
  const child = spawn(program, words, {
    env: { ...process.env, VESTIBULE_LOG: "info", ...settings },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const log: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    log.push(line);
    if (line.includes("listening on")) break;
  }
  child.stderr.resume();
  if (!log.at(-1)?.includes("listening on"))
    throw new Error(`the server ended: ${log.at(-1) ?? "it said nothing"}`);
  return () => end(child);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
