import { expect, test } from "vitest";
import type { Consultation } from "../../protocol/consultation";
import { aroundNow } from "./day";

const visit = (id: string, status: Consultation["status"]) => ({ id, status }) as Consultation;

test("around now are all that are to come or go on, and the last two that are over", () => {
  const day = [
    visit("a", "ended"),
    visit("b", "pending"),
    visit("c", "ended"),
    visit("d", "cancelled"),
    visit("e", "active"),
    visit("f", "pending"),
  ];
  expect(aroundNow(day).map(({ id }) => id)).toEqual(["b", "c", "d", "e", "f"]);
  expect(aroundNow([])).toEqual([]);
});
