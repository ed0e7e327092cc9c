// A call of two whose media and whose comings and goings are noted down.

import { expect } from "@playwright/test";
import { type Call, callOfTwo } from "../../harness/call.ts";
import type { People } from "../../harness/people.ts";
import { mediaPath } from "./mediaPath.ts";
import { watch } from "./watch.ts";

export interface WatchedCall extends Call {
  /** What the doctor was told of others' places, in order. */
  places: string[];
}

/** What the doctor is told while nobody but the patient comes and the patient keeps the place. */
export const KEPT = ["participant_joined"];

export async function watchedCall(people: People): Promise<WatchedCall> {
  const places: string[] = [];
  const call = await callOfTwo({
    page: async (person, options) => {
      const page = await people.page(person, options);
      if (person === "doctor") {
        page.on("websocket", (socket) =>
          socket.on("framereceived", ({ payload }) => {
            const event = /participant_(joined|left)/.exec(String(payload));
            if (event) places.push(event[0]);
          }),
        );
      }
      return page;
    },
  });
  // Where UDP passes, nothing else is used: TCP makes delay of loss.
  await expect.poll(async () => (await mediaPath(call.patient))?.protocol).toBe("udp");
  await watch(call.doctor);
  await watch(call.patient);
  return { ...call, places };
}
