import { expect, test } from "vitest";
import type { RecordingView } from "../protocol/recordings";
import { connect, roomState, scene } from "./testing/scene";

const recording = (state: RecordingView["state"], agreed: boolean | null = null): RecordingView => ({
  id: "r",
  state,
  since: "2026-11-21T10:00:00Z",
  agreed,
});

test("a recording is asked for, goes on and is over, as the server tells it", async () => {
  const parts = scene();
  const { recordings } = parts.call.asides;
  const tell = (view: RecordingView) =>
    parts.signaling.emit("recording_updated", { sessionId: "c", recording: view });
  await connect(parts);
  expect(recordings.getSnapshot()).toEqual({ current: null, over: null });
  tell(recording("asked"));
  expect(recordings.getSnapshot().current?.agreed).toBeNull();
  tell(recording("refused"));
  expect(recordings.getSnapshot()).toEqual({ current: null, over: "refused" });
  tell(recording("recording", true));
  expect(recordings.getSnapshot()).toEqual({ current: recording("recording", true), over: null });
  expect(recordings.token).toBe("token 1");
});

test("who comes back is told whether the recording still goes on", async () => {
  const parts = scene();
  const { recordings } = parts.call.asides;
  await connect(parts, roomState({ recording: recording("recording") }));
  expect(recordings.getSnapshot().current?.state).toBe("recording");
  parts.signaling.emit("room_state", roomState({ recording: null }));
  expect(recordings.getSnapshot()).toEqual({ current: null, over: "ended" });
});
