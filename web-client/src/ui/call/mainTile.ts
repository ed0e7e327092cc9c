import type { CallSnapshot } from "../../call/callSnapshot";
import type { Tile } from "../../call/tiles";

/** Whom the stage shows large: who has the word, else a patient sees the doctor, a doctor the patient, then whoever came first. */
export function mainTile({
  tiles,
  mainSpeaker,
  self,
}: Pick<CallSnapshot, "tiles" | "mainSpeaker" | "self">): Tile | undefined {
  const partner = self.role === "doctor" ? "patient" : "doctor";
  const speaker = tiles.find((tile) => tile.participantId === mainSpeaker);
  return speaker ?? tiles.find((tile) => tile.role === partner) ?? tiles[0];
}
