import { Pause, Play } from "lucide-react";
import type { RecordingPart } from "../../protocol/recordings";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { useTogether } from "./useTogether";

/** A file that has come. */
export interface LoadedPart {
  part: RecordingPart;
  name: string;
  address: string;
}

/** All that was said and shown, in step. */
export function RecordingPlayer({ parts, length }: { parts: readonly LoadedPart[]; length: number }) {
  const { t } = useTranslation();
  const { playing, position, toggle, seek, place } = useTogether(length);
  return (
    <div className="recording-player">
      <div className="recording-pictures">
        {parts.map(({ part, name, address }) => (
          <figure key={part.name}>
            {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote down what was said. */}
            <video
              ref={(player) => (player ? place(player, part.begins_ms) : undefined)}
              src={address}
              preload="auto"
              playsInline
              aria-label={t("recordings.pictureOf", { name })}
            />
            <figcaption>{name}</figcaption>
          </figure>
        ))}
      </div>
      <div className="recording-controls">
        <Button
          icon={playing ? <Pause size={20} aria-hidden="true" /> : <Play size={20} aria-hidden="true" />}
          onPress={toggle}
        >
          {t(playing ? "recordings.pause" : "recordings.play")}
        </Button>
        <input
          type="range"
          min={0}
          max={length}
          step={1000}
          value={position}
          aria-label={t("recordings.position")}
          aria-valuetext={clock(position)}
          onChange={(event) => seek(Number(event.target.value))}
        />
        <span>
          {clock(position)} / {clock(length)}
        </span>
      </div>
    </div>
  );
}

/** 1:05 */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
