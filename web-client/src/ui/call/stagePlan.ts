import type { CSSProperties } from "react";
import type { CallSnapshot } from "../../call/callSnapshot";
import type { PictureOf, StageViewSnapshot } from "../../call/stageView";
import type { Tile } from "../../call/tiles";
import { mainTile } from "./mainTile";

export interface Picture {
  tile: Tile;
  source: PictureOf["source"];
}

export interface StagePlan {
  /** Null where all are of one size, and where there is nobody. */
  large: Picture | null;
  others: Picture[];
  /** Cells that the grid has each way, the own picture's among them; null where one picture is large. */
  grid: { columns: number; rows: number } | null;
}

type Room = Pick<CallSnapshot, "tiles" | "mainSpeaker" | "self">;

/** What is large: what is pinned, else a shared screen, else who has the word; in a grid nobody is. */
export function stagePlan(room: Room, view: StageViewSnapshot, pictures: boolean): StagePlan {
  const speaker = mainTile(room);
  // Who has the word comes first in the strip.
  const faces = room.tiles.toSorted((one, other) => Number(other === speaker) - Number(one === speaker));
  const cameras = (view.layout === "grid" ? room.tiles : faces).map((tile) => pictureOf(tile, "camera"));
  const screens = pictures
    ? room.tiles.filter(({ screen }) => screen).map((tile) => pictureOf(tile, "screen"))
    : [];
  const all = [...screens, ...cameras];
  const pinned = all.find((picture) => isSame(picture, view.pinned));
  if (!pinned && screens.length === 0 && view.layout === "grid" && cameras.length > 1) {
    return { large: null, others: cameras, grid: gridOf(cameras.length + 1) };
  }
  const large = pinned ?? all[0] ?? null;
  return { large, others: all.filter((picture) => picture !== large), grid: null };
}

/** Whether a picture is the one that is named. */
export function isSame({ tile, source }: Picture, named: PictureOf | null): boolean {
  return named !== null && tile.participantId === named.participantId && source === named.source;
}

/** What to show where there is room for one picture. */
export function firstTrack({ large, others }: StagePlan): MediaStreamTrack | null {
  const first = large ?? others[0];
  return (first?.source === "screen" ? first.tile.screen : first?.tile.video) ?? null;
}

/** The grid's cells as properties for style sheets. */
export function gridStyle({ grid }: StagePlan): CSSProperties {
  return grid ? ({ "--columns": grid.columns, "--rows": grid.rows } as CSSProperties) : {};
}

function pictureOf(tile: Tile, source: Picture["source"]): Picture {
  return { tile, source };
}

function gridOf(cells: number): { columns: number; rows: number } {
  const columns = Math.ceil(Math.sqrt(cells));
  return { columns, rows: Math.ceil(cells / columns) };
}
