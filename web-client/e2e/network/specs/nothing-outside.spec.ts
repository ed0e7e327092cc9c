// The server asks nobody anything: neither names nor servers of others, from its start to the end of a call.

import type { Page } from "@playwright/test";
import { GUEST } from "../../harness/call.ts";
import { startDemo } from "../../harness/ownServer.ts";
import { expectFlow } from "../../harness/statistics.ts";
import { comeInByCode, openConsultation, press, signIn } from "../../harness/visit.ts";
import { QUIET } from "../harness/addresses.ts";
import { expect, test } from "../harness/badNetwork.ts";
import { beginCapture, captured, ON_THE_QUIET_HOST, sendFromThere, strangers } from "../harness/capture.ts";

/** Hosts that the page asks from now on. */
function hostsOf(page: Page): Set<string> {
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  page.on("websocket", (socket) => hosts.add(new URL(socket.url()).host));
  return hosts;
}

/** The servers by which a page's connections look for a way, by address and port. */
const relays = (page: Page) =>
  page.evaluate(() =>
    window.connections
      .flatMap((connection) => connection.getConfiguration().iceServers ?? [])
      .flatMap(({ urls }) => urls)
      .map((url) => url.replace(/^turn:|\?.*$/g, "")),
  );

test("from its start to the end of a call the server sends to the browsers alone", async ({ people }) => {
  beginCapture();
  const { host, port } = new URL(QUIET);
  const stop = await startDemo(
    { VESTIBULE_LISTEN: `0.0.0.0:${port}`, VESTIBULE_PUBLIC_URL: QUIET },
    { options: ["--demo-beyond-loopback"], by: ON_THE_QUIET_HOST },
  );
  try {
    const doctor = await people.page("doctor", { baseURL: QUIET });
    const guest = await people.page("guest", { baseURL: QUIET });
    const asked = [doctor, guest].map(hostsOf);
    await signIn(doctor);
    await comeInByCode(guest, await openConsultation(doctor), GUEST);
    for (const page of [doctor, guest]) await expectFlow(page, { video: 1, audio: 1 });
    for (const hosts of asked) expect([...hosts]).toEqual([host]);
    expect(new Set([...(await relays(doctor)), ...(await relays(guest))])).toEqual(new Set([host]));
    await press(guest, "Leave");
  } finally {
    await stop();
  }
  expect(captured(), strangers()).toEqual({ names: 0, strangers: 0 });
  // What it would have sent would have been seen.
  sendFromThere("198.51.100.53", 53);
  sendFromThere("127.0.0.1", 53);
  sendFromThere("198.51.100.9", 3478);
  expect(captured()).toEqual({ names: 2, strangers: 1 });
});
