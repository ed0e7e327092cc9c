import { expect, test } from "vitest";
import type { LobbyItem, Waiter } from "../../protocol/lobby";
import { inOrder } from "./useLobby";

const waiter = (name: string, since: string) => ({ display_name: name, since }) as Waiter;
const consultation = (id: string) => ({ id }) as LobbyItem["consultation"];

test("who has waited longest comes first, whatever they wait for", () => {
  const queue = inOrder([
    {
      consultation: consultation("a"),
      waiting: [waiter("Ana", "2026-11-21T10:02:00Z"), waiter("Jeanne", "2026-11-21T10:04:00Z")],
    },
    // The same moment may be written with and without parts of a second.
    { consultation: consultation("b"), waiting: [waiter("Amadou", "2026-11-21T10:03:59.5Z")] },
  ]);
  expect(queue.map(({ waiter, consultation }) => [waiter.display_name, consultation.id])).toEqual([
    ["Ana", "a"],
    ["Amadou", "b"],
    ["Jeanne", "a"],
  ]);
});
