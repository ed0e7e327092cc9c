import { expect, test } from "vitest";
import { Phone } from "./phone";
import { FakeSignaling } from "./testing/fakeSignaling";

const doctor = { id: "d", name: "Dr Claire Moreau", role: "doctor" } as const;
const patient = { id: "p", name: "Jean Petit", role: "patient" } as const;
const rings = { callId: "1", sessionId: "s", from: doctor, mode: "video" } as const;
const moments = { created_at: "2026-11-21T10:00:00Z", answered_at: null, ended_at: null };
const news = { ...rings, by: null };

function phone(userId: string) {
  const signaling = new FakeSignaling();
  const phone = new Phone(userId);
  phone.listen(signaling);
  return { phone, signaling };
}

test("a call rings until another device answers", () => {
  const { phone: own, signaling } = phone("p");
  signaling.emit("call_ringing", rings);
  signaling.emit("call_ringing", rings);
  expect(own.getSnapshot().incoming).toEqual([rings]);
  signaling.emit("call_accepted", { ...news, by: "p" });
  expect(own.getSnapshot()).toMatchObject({ incoming: [], answered: null, missed: null });
});

test("a call that nobody answered, or whose caller gave up, was missed", () => {
  for (const event of ["call_missed", "call_hangup"] as const) {
    const { phone: own, signaling } = phone("p");
    signaling.emit("call_ringing", rings);
    signaling.emit(event, news);
    expect(own.getSnapshot()).toMatchObject({ incoming: [], missed: doctor });
  }
});

test("the end of a call that was answered is no missed call", () => {
  const { phone: own, signaling } = phone("p");
  signaling.emit("call_hangup", { ...news, by: "d" });
  expect(own.getSnapshot().missed).toBeNull();
});

test("who was busy hears that somebody called, who said so does not", () => {
  const { phone: own, signaling } = phone("p");
  signaling.emit("call_busy", { ...news, by: "p" });
  expect(own.getSnapshot().missed).toEqual(doctor);
  own.toldMissed();
  signaling.emit("call_ringing", rings);
  signaling.emit("call_busy", { ...news, by: "p" });
  expect(own.getSnapshot().missed).toBeNull();
});

test("whoever calls goes to the consultation once the other answers", () => {
  const { phone: own, signaling } = phone("d");
  own.dial(patient, "video");
  own.dialled({
    id: "1",
    status: "ringing",
    mode: "video",
    direction: "outgoing",
    ...moments,
    other: patient,
    consultation_id: "s",
  });
  signaling.emit("call_accepted", { ...news, by: "p" });
  expect(own.getSnapshot()).toMatchObject({ outgoing: null, answered: "s" });
  own.arrived();
  expect(own.getSnapshot().answered).toBeNull();
});

test("whoever calls is told why nobody answers", () => {
  for (const status of ["rejected", "missed", "busy"] as const) {
    const { phone: own, signaling } = phone("d");
    own.dial(patient, "audio");
    own.dialled({
      id: "1",
      status: "ringing",
      mode: "audio",
      direction: "outgoing",
      ...moments,
      other: patient,
      consultation_id: "s",
    });
    signaling.emit(`call_${status}`, { ...news, by: "p" });
    expect(own.getSnapshot().outgoing?.status).toBe(status);
    expect(own.getSnapshot().missed).toBeNull();
  }
});

test("a connection that comes back rings only what still rings", () => {
  const { phone: own, signaling } = phone("p");
  signaling.emit("call_ringing", rings);
  signaling.state({ name: "connected" });
  expect(own.getSnapshot().incoming).toEqual([]);
});
