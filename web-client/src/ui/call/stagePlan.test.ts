import { expect, test } from "vitest";
import type { StageViewSnapshot } from "../../call/stageView";
import type { Tile } from "../../call/tiles";
import { type StagePlan, stagePlan } from "./stagePlan";

const person = (participantId: string, sharing = false) =>
  ({ participantId, role: "guest", screen: sharing ? {} : null }) as Tile;

function plan(tiles: Tile[], view: Partial<StageViewSnapshot> = {}, mainSpeaker = "b", pictures = true) {
  const self = { participantId: "me", displayName: "", role: "doctor" } as const;
  return named(
    stagePlan({ tiles, mainSpeaker, self }, { layout: "speaker", pinned: null, ...view }, pictures),
  );
}

function named({ large, others, grid }: StagePlan) {
  const name = ({ tile, source }: StagePlan["others"][number]) => `${tile.participantId} ${source}`;
  return { large: large && name(large), others: others.map(name), grid };
}

const three = [person("a"), person("b"), person("c")];

test("who speaks is large", () => {
  expect(plan(three)).toEqual({ large: "b camera", others: ["a camera", "c camera"], grid: null });
  expect(plan([])).toEqual({ large: null, others: [], grid: null });
});

test("a shared screen is large, and who speaks comes first beside it", () => {
  expect(plan([person("a"), person("b"), person("c", true)])).toEqual({
    large: "c screen",
    others: ["b camera", "a camera", "c camera"],
    grid: null,
  });
});

test("of two shared screens the first is large and the other comes next, until it is pinned", () => {
  const sharing = [person("a", true), person("b"), person("c", true)];
  const others = ["c screen", "b camera", "a camera", "c camera"];
  expect(plan(sharing)).toEqual({ large: "a screen", others, grid: null });
  expect(plan(sharing, { pinned: { participantId: "c", source: "screen" } }).large).toBe("c screen");
});

test("a pin wins over the speaker, the screen and the grid, until that picture is gone", () => {
  const pinned = { participantId: "a", source: "camera" } as const;
  const sharing = [person("a"), person("b", true)];
  expect(plan(sharing, { pinned, layout: "grid" }).large).toBe("a camera");
  expect(plan([person("b"), person("c")], { pinned }).large).toBe("b camera");
  expect(plan(three, { pinned: { participantId: "a", source: "screen" } }).large).toBe("b camera");
});

test("in a grid nobody moves when somebody else speaks, and the own picture has its cell", () => {
  const grid = plan(three, { layout: "grid" }, "c");
  expect(grid).toEqual({
    large: null,
    others: ["a camera", "b camera", "c camera"],
    grid: { columns: 2, rows: 2 },
  });
  expect(plan([...three, person("d"), person("e")], { layout: "grid" }).grid).toEqual({
    columns: 3,
    rows: 2,
  });
});

test("two people need no grid, and a screen needs the room", () => {
  expect(plan([person("a")], { layout: "grid" }).large).toBe("a camera");
  expect(plan([person("a", true), person("b")], { layout: "grid" }).large).toBe("a screen");
});

test("without pictures there are no screens", () => {
  expect(plan([person("a", true)], {}, "a", false)).toEqual({ large: "a camera", others: [], grid: null });
});
