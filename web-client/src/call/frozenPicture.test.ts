import { expect, test } from "vitest";
import { FrozenPicture } from "./frozenPicture";

test("a picture is frozen two seconds after its last frame, until the next", () => {
  const picture = new FrozenPicture();
  expect(picture.look(10, 0)).toBe(false);
  expect(picture.look(10, 2_000)).toBe(false);
  expect(picture.look(10, 2_500)).toBe(true);
  expect(picture.look(11, 3_000)).toBe(false);
});

test("what has not begun, and what nobody could see, is not frozen", () => {
  const picture = new FrozenPicture();
  expect(picture.look(0, 0)).toBe(false);
  expect(picture.look(0, 60_000)).toBe(false);
  picture.look(5, 61_000);
  picture.forget();
  expect(picture.look(5, 90_000)).toBe(false);
  picture.look(6, 91_000);
  expect(picture.look(6, 94_000)).toBe(true);
});
