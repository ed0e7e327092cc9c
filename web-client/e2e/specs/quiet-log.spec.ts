// After all calls, the server's log holds no name, no address of a person, no token.

import { readFileSync } from "node:fs";
import { GUEST, PATIENT } from "../harness/call.ts";
import { API_KEY, PASSWORD } from "../harness/clinic.ts";
import { expect, test } from "../harness/people.ts";

// The welcome on the screen of whoever starts the demo is no log.
const isWelcome = (line: string) => /^ {2}/.test(line);

test("the log tells nobody's name, address or token", () => {
  const log = readFileSync(process.env.E2E_SERVER_LOG ?? "", "utf8")
    .split("\n")
    .filter((line) => !isWelcome(line));
  expect(log.length).toBeGreaterThan(1);
  const secrets = [
    PATIENT,
    GUEST,
    "Claire Moreau",
    "demo.test",
    PASSWORD,
    API_KEY,
    "eyJ",
    "candidate:",
    "a=fingerprint",
  ];
  for (const secret of secrets) {
    expect(
      log.filter((line) => line.includes(secret)),
      secret,
    ).toEqual([]);
  }
  expect(log.filter((line) => /\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b/.test(line))).toEqual([]);
});
