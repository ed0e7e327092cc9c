import { expect, test } from "vitest";
import { Effects } from "./effects";

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test("noise is suppressed and nothing blurred until somebody says otherwise, which is remembered", () => {
  const memory = storage();
  const effects = new Effects(memory);
  expect([effects.noiseSuppression, effects.backgroundBlur]).toEqual([true, false]);
  effects.set("noiseSuppression", false);
  effects.set("backgroundBlur", true);
  const again = new Effects(memory);
  expect([again.noiseSuppression, again.backgroundBlur]).toEqual([false, true]);
});

test("a device that cannot blur is not asked again, and the person is told", () => {
  const memory = storage();
  const effects = new Effects(memory);
  effects.set("backgroundBlur", true);
  effects.blurFailed();
  expect(effects.getSnapshot()).toMatchObject({ backgroundBlur: false, cannotBlur: true });
  expect(new Effects(memory).backgroundBlur).toBe(false);
});
