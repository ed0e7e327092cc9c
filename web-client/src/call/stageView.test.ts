import { expect, test } from "vitest";
import { type PictureOf, StageView } from "./stageView";

function view(remembered: Record<string, string> = {}) {
  const pins: (PictureOf | null)[] = [];
  const storage = {
    getItem: (name: string) => remembered[name] ?? null,
    setItem: (name: string, value: string) => {
      remembered[name] = value;
    },
  };
  return { stage: new StageView(storage, (pinned) => pins.push(pinned)), pins, remembered };
}

test("the layout is remembered, the pin is not", () => {
  const { stage, remembered } = view();
  expect(stage.getSnapshot()).toEqual({ layout: "speaker", pinned: null });
  stage.choose("grid");
  stage.pin({ participantId: "a", source: "camera" });
  expect(view(remembered).stage.getSnapshot()).toEqual({ layout: "grid", pinned: null });
});

test("a layout that nobody knows any more is forgotten", () => {
  expect(view({ "vestibule.layout": "circle" }).stage.getSnapshot().layout).toBe("speaker");
});

test("pinning and unpinning are told", () => {
  const { stage, pins } = view();
  const picture = { participantId: "a", source: "screen" } as const;
  stage.pin(picture);
  stage.pin(null);
  expect(pins).toEqual([picture, null]);
});
