import type { ComponentProps } from "react";
import { Header, MenuSection, Separator } from "react-aria-components";
import type { Call } from "../../call/call";
import type { StageView } from "../../call/stageView";
import type { Tile } from "../../call/tiles";
import type { VideoChoice } from "../../call/videoChoice";
import type { OwnSource } from "../../media/mediaHandler";
import { MenuPopover } from "../components/MenuPopover";
import { chooseLanguage } from "../i18n/language";
import { languageNames, languages } from "../i18n/preferredLanguage";
import { useTranslation } from "../i18n/useTranslation";
import { usePutBack } from "../lobby/usePutBack";
import { RecordEntry } from "../recording/RecordEntry";
import { CaptionEntries } from "./CaptionEntries";
import { DeviceEntries } from "./DeviceEntries";
import { EffectEntries } from "./EffectEntries";
import { MenuEntry } from "./MenuEntry";
import { PictureEntries } from "./PictureEntries";
import { RoomEntries } from "./RoomEntries";
import { type Corner, corners } from "./SelfView";
import { StageEntries } from "./StageEntries";
import type { Toggle } from "./usePictureInPicture";
import { WindowEntries } from "./WindowEntries";

/** What the menu is about. */
export interface MoreEntriesProps {
  call: Call;
  video: boolean;
  choice: VideoChoice;
  /** Shares the screen or stops that; null where the bar does, and where the browser cannot. */
  onShare: (() => void) | null;
  sharing: boolean;
  /** How the others are arranged; null where there is one picture at most. */
  stage: StageView | null;
  /** Those of which another can be chosen here, beside the speaker. */
  devices: readonly OwnSource[];
  pictureInPicture: Toggle | null;
  fullscreen: Toggle | null;
  onKeyboard(): void;
  /** Where the own picture is; null where it is not shown. */
  corner: Corner | null;
  onCorner(corner: Corner): void;
  onEndForAll: (() => void) | null;
  /** Shows who is there; null where the bar does. */
  onPeople: (() => void) | null;
  /** Shows how the others' networks did in their tests; null for those whom that does not concern. */
  onNetworkTests: (() => void) | null;
  /** Opens the place to write captions; null for whom that is not. */
  onCaptions: (() => void) | null;
  /** Those whom the doctor may put back before the door. */
  putBack: readonly Tile[];
}

type MoreEntriesMenuProps = MoreEntriesProps & Omit<ComponentProps<typeof MenuPopover>, "children">;

/** What is wanted rarely: how much data pictures take, where the own picture is, the language. */
export function MoreEntries(props: MoreEntriesMenuProps) {
  const { call, video, choice, onShare, sharing, stage, devices, corner, onCorner } = props;
  const { pictureInPicture, fullscreen, onKeyboard, onEndForAll, onPeople, onNetworkTests, putBack } = props;
  const { onCaptions, label, triggerRef, onClose, placement } = props;
  const { t, language, translation } = useTranslation();
  const sendOut = usePutBack(call.sessionId);
  return (
    <MenuPopover label={label} triggerRef={triggerRef} onClose={onClose} placement={placement} overStage>
      {onShare && (
        <MenuEntry onAction={onShare}>{t(sharing ? "stage.stopSharing" : "stage.share")}</MenuEntry>
      )}
      <RoomEntries call={call} onPeople={onPeople} />
      <CaptionEntries call={call} onWrite={onCaptions} />
      {video && <PictureEntries choice={choice} onChoose={(one) => void call.setVideoChoice(one)} />}
      {stage && <StageEntries view={stage} />}
      {([...devices, "speaker"] as const).map((kind) => (
        <DeviceEntries key={kind} kind={kind} />
      ))}
      <WindowEntries pictureInPicture={pictureInPicture} fullscreen={fullscreen} onKeyboard={onKeyboard} />
      <EffectEntries pictures={video && choice !== "audio"} />
      {corner && (
        <MenuSection>
          <Header className="menu-header">{t("call.moveSelf")}</Header>
          {corners.map((place) => (
            <MenuEntry key={place} checked={place === corner} onAction={() => onCorner(place)}>
              {t(`call.corners.${place}`)}
            </MenuEntry>
          ))}
        </MenuSection>
      )}
      <Separator className="menu-separator" />
      <MenuSection aria-label={t("common.language")}>
        {languages.map((id) => (
          <MenuEntry key={id} checked={id === language} onAction={() => chooseLanguage(id, translation)}>
            <span lang={id}>{languageNames[id]}</span>
          </MenuEntry>
        ))}
      </MenuSection>
      {onNetworkTests && <RecordEntry call={call} />}
      {onNetworkTests && <MenuEntry onAction={onNetworkTests}>{t("networkTests.open")}</MenuEntry>}
      {putBack.map(({ participantId, displayName }) => (
        <MenuEntry key={participantId} onAction={() => sendOut(participantId)}>
          {t("lobby.putBack", { name: displayName })}
        </MenuEntry>
      ))}
      {onEndForAll && <MenuEntry onAction={onEndForAll}>{t("call.endForAll")}</MenuEntry>}
    </MenuPopover>
  );
}
