import type { Tile } from "../../call/tiles";
import type { Role } from "../../protocol/consultation";

/** Whom the stage shows large: a patient sees the doctor, a doctor the patient, then whoever came first. */
export function mainTile(tiles: readonly Tile[], ownRole: Role): Tile | undefined {
  const partner = ownRole === "doctor" ? "patient" : "doctor";
  return tiles.find((tile) => tile.role === partner) ?? tiles[0];
}
