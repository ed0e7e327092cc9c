import { expect, test } from "vitest";
import type { RecordingsSnapshot } from "../../call/recordings";
import type { RecordingView } from "../../protocol/recordings";
import { newsOf } from "./useRecordingNews";

const during = (state: RecordingView["state"]): RecordingsSnapshot => ({
  current: { id: "r", state, since: "", agreed: true },
  over: null,
});
const after = (over: RecordingsSnapshot["over"]): RecordingsSnapshot => ({ current: null, over });

test("beginning and end are said, a question taken back is not", () => {
  expect(newsOf(during("asked"), during("recording"))).toBe("started");
  expect(newsOf(during("recording"), during("recording"))).toBeNull();
  expect(newsOf(during("recording"), after("ended"))).toBe("stopped");
  expect(newsOf(during("recording"), after("failed"))).toBe("failed");
  expect(newsOf(during("asked"), after("refused"))).toBe("refused");
  expect(newsOf(during("asked"), after("ended"))).toBeNull();
  expect(newsOf(after(null), during("asked"))).toBeNull();
});
