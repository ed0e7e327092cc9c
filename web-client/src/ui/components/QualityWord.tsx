import type { Quality } from "../../protocol/events";
import { QualityBars } from "../call/QualityBars";
import "../call/quality.css";
import "./qualityWord.css";

/** How well it goes by the number of bars and a word; the colour is that of the page's theme, not of the stage. */
export function QualityWord({ quality, children }: { quality: Quality; children: string }) {
  return (
    <span className={`quality-word quality-word-${quality}`}>
      <QualityBars quality={quality} />
      {children}
    </span>
  );
}
