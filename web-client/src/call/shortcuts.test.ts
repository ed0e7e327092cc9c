import { expect, test } from "vitest";
import { type PressedKey, ShortcutChoice } from "./shortcuts";

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false };
const pressed = (key: string, held: Partial<PressedKey>): PressedKey => ({ key, ...none, ...held });

function choice(kept: Record<string, string> = {}) {
  const getItem = (name: string) => kept[name] ?? null;
  const setItem = (name: string, value: string) => {
    kept[name] = value;
  };
  return { shortcuts: new ShortcutChoice({ getItem, setItem }), kept };
}

test("Ctrl, or Cmd on an Apple keyboard, with D and E", () => {
  const { shortcuts } = choice();
  expect(shortcuts.meantBy(pressed("d", { ctrlKey: true }), false)).toBe("microphone");
  expect(shortcuts.meantBy(pressed("E", { ctrlKey: true }), false)).toBe("camera");
  expect(shortcuts.meantBy(pressed("d", { metaKey: true }), true)).toBe("microphone");
});

test("no single key, no other combination, no key that is held down", () => {
  const { shortcuts } = choice();
  const ctrlKey = true;
  for (const [key, held] of [
    ["d", {}],
    ["d", { metaKey: true }],
    ["d", { ctrlKey, shiftKey: true }],
    ["d", { ctrlKey, altKey: true }],
    ["d", { ctrlKey, repeat: true }],
    ["f", { ctrlKey }],
  ] as const) {
    expect(shortcuts.meantBy(pressed(key, held), false)).toBeNull();
  }
  expect(shortcuts.meantBy(pressed("d", { ctrlKey }), true)).toBeNull();
});

test("one that is turned off stays off in the next call", () => {
  const { shortcuts, kept } = choice();
  shortcuts.set("camera", false);
  const again = choice(kept).shortcuts;
  expect(again.getSnapshot()).toEqual({ microphone: true, camera: false });
  expect(again.meantBy(pressed("e", { ctrlKey: true }), false)).toBeNull();
  again.set("camera", true);
  expect(choice(kept).shortcuts.getSnapshot().camera).toBe(true);
});
