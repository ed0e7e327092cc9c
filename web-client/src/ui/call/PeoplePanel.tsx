import { Hand } from "lucide-react";
import { useState } from "react";
import type { Call } from "../../call/call";
import type { CallSnapshot } from "../../call/callSnapshot";
import type { Tile } from "../../call/tiles";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";
import { Panel } from "./Panel";
import { PersonRow } from "./PersonRow";
import { RemoveDialog } from "./RemoveDialog";
import { useHand } from "./useHand";
import { useModeration } from "./useModeration";
import "./people.css";

interface PeoplePanelProps {
  call: Call;
  snapshot: CallSnapshot;
  onClose(): void;
}

/** Who is in the call, how they are, whose turn it is to speak; the doctor leads it from here. */
export function PeoplePanel({ call, snapshot, onClose }: PeoplePanelProps) {
  const { t } = useTranslation();
  const { self, tiles, mode, connection, phase } = snapshot;
  const { microphone, camera } = useSnapshot(useCallKit().localMedia);
  const { raised } = useSnapshot(call.asides.hands);
  const hand = useHand(call);
  const moderation = useModeration(call);
  const [removing, setRemoving] = useState<Tile | null>(null);
  const turnOf = (participantId: string) => raised.indexOf(participantId) + 1;
  const video = mode === "video";
  const doctor = self.role === "doctor";
  return (
    <Panel title={t("room.people")} onClose={onClose}>
      <ul className="people">
        <PersonRow
          person={{
            ...self,
            microphoneOff: !microphone.on,
            cameraOff: video && !camera.on,
            quality: phase === "connected" ? connection.quality : "lost",
          }}
          own
          turn={turnOf(self.participantId)}
        />
        {tiles.map((tile) => (
          <PersonRow
            key={tile.participantId}
            person={{
              ...tile,
              cameraOff: video && tile.cameraOff,
              quality: tile.connected ? tile.connection.quality : "lost",
            }}
            turn={turnOf(tile.participantId)}
          >
            {doctor && (
              <>
                {turnOf(tile.participantId) > 0 && (
                  <Button
                    size="dense"
                    aria-label={t("room.lowerNamed", { name: tile.displayName })}
                    onPress={() => moderation.lowerHand(tile.participantId)}
                  >
                    {t("room.lower")}
                  </Button>
                )}
                {!tile.microphoneOff && (
                  <Button
                    size="dense"
                    aria-label={t("room.muteNamed", { name: tile.displayName })}
                    onPress={() => moderation.mute(tile)}
                  >
                    {t("room.mute")}
                  </Button>
                )}
                <Button
                  size="dense"
                  aria-label={t("room.removeNamed", { name: tile.displayName })}
                  onPress={() => setRemoving(tile)}
                >
                  {t("room.remove")}
                </Button>
              </>
            )}
          </PersonRow>
        ))}
      </ul>
      <div className="people-own">
        <Button size="patient" icon={<Hand size={24} aria-hidden="true" />} onPress={hand.toggle}>
          {t(hand.up ? "room.lowerOwn" : "room.raise")}
        </Button>
      </div>
      <RemoveDialog person={removing} onConfirm={moderation.remove} onClose={() => setRemoving(null)} />
    </Panel>
  );
}
