import { useEffect, useRef, useState } from "react";
import type { CallPhase } from "../../call/callSnapshot";
import type { Tile } from "../../call/tiles";
import type { Quality } from "../../protocol/events";
import type { Translate } from "../i18n/translate";
import { useTranslation } from "../i18n/useTranslation";

/** What changed about the others and the own connection, as a sentence for a polite live region. */
export function useAnnouncements(tiles: readonly Tile[], quality: Quality | null, phase: CallPhase): string {
  const { t } = useTranslation();
  const before = useRef(tiles);
  const [sentence, setSentence] = useState("");
  useEffect(() => {
    const sentences = changes(t, before.current, tiles);
    before.current = tiles;
    if (sentences.length > 0) setSentence(sentences.join(". "));
  }, [t, tiles]);
  const told = useRef(quality);
  useEffect(() => {
    if (quality === null || quality === told.current) return;
    // A call that begins well is no news.
    if (told.current !== null || quality !== "good") setSentence(t(`quality.own.${quality}`));
    told.current = quality;
  }, [t, quality]);
  const phaseBefore = useRef(phase);
  useEffect(() => {
    // That it is gone is said at once, where that is shown.
    if (phaseBefore.current === "reconnecting" && phase === "connected") setSentence(t("call.reconnected"));
    phaseBefore.current = phase;
  }, [t, phase]);
  return sentence;
}

function changes(t: Translate, before: readonly Tile[], after: readonly Tile[]): string[] {
  const find = (tiles: readonly Tile[], id: string) => tiles.find((tile) => tile.participantId === id);
  const said = before
    .filter((tile) => !find(after, tile.participantId))
    .map(({ displayName }) => t("call.left", { name: displayName }));
  for (const tile of after) {
    const earlier = find(before, tile.participantId);
    const name = tile.displayName;
    if (!earlier) {
      said.push(t("call.joined", { name }));
      continue;
    }
    if (earlier.microphoneOff !== tile.microphoneOff) {
      said.push(tile.microphoneOff ? t("call.otherMuted", { name }) : t("call.otherUnmuted", { name }));
    }
    if ((earlier.screen === null) !== (tile.screen === null)) {
      said.push(t(tile.screen ? "stage.screenShared" : "stage.screenEnded", { name }));
    }
    if (earlier.cameraOff !== tile.cameraOff) {
      said.push(tile.cameraOff ? t("call.otherCameraOff", { name }) : t("call.otherCameraOn", { name }));
    }
  }
  return said;
}
