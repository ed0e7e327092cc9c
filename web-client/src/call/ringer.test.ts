import { expect, test } from "vitest";
import type { PersonalCall } from "../protocol/calls";
import { Ringer } from "./ringer";
import { FakeSignaling } from "./testing/fakeSignaling";

const event = {
  callId: "1",
  sessionId: "c",
  from: { id: "d", name: "Dr Claire Moreau" },
  mode: "video" as const,
};
const call = {
  id: "1",
  status: "ringing",
  mode: "video",
  other: { id: "p", name: "Anne Vasseur" },
  consultation: { id: "c" },
} as PersonalCall;

function heard() {
  const ringer = new Ringer();
  const signaling = new FakeSignaling();
  ringer.listen(signaling);
  return { ringer, signaling };
}

test("an incoming call rings until another device answers it", () => {
  const { ringer, signaling } = heard();
  signaling.emit("call_ringing", event);
  expect(ringer.getSnapshot().ring).toMatchObject({ direction: "incoming", name: "Dr Claire Moreau" });
  signaling.emit("call_accepted", event);
  expect(ringer.getSnapshot()).toEqual({ ring: null, answered: null, refusal: null });
});

test("who called goes where the other answered", () => {
  const { ringer, signaling } = heard();
  ringer.called(call);
  signaling.emit("call_accepted", { ...event, callId: "of somebody else" });
  expect(ringer.getSnapshot().ring?.direction).toBe("outgoing");
  signaling.emit("call_accepted", event);
  expect(ringer.getSnapshot()).toMatchObject({ ring: null, answered: "c" });
});

test.each(["rejected", "busy", "missed"] as const)("who called is told that it was %s", (reason) => {
  const { ringer, signaling } = heard();
  ringer.called(call);
  signaling.emit(`call_${reason}`, event);
  expect(ringer.getSnapshot()).toMatchObject({ ring: null, refusal: { name: "Anne Vasseur", reason } });
});

test("a call that the caller gives up is no news to who is called, only silence", () => {
  const { ringer, signaling } = heard();
  signaling.emit("call_ringing", event);
  signaling.emit("call_hangup", event);
  expect(ringer.getSnapshot()).toEqual({ ring: null, answered: null, refusal: null });
});

test("somebody who is busy is told at once, two who call each other meet", () => {
  const { ringer } = heard();
  ringer.called({ ...call, status: "busy", consultation: null });
  expect(ringer.getSnapshot().refusal?.reason).toBe("busy");
  ringer.called({ ...call, status: "accepted" });
  expect(ringer.getSnapshot()).toMatchObject({ ring: null, answered: "c" });
});
