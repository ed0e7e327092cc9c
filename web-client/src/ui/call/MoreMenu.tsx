import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button,
  Header,
  Menu,
  MenuSection,
  MenuTrigger,
  Popover,
  type PopoverProps,
  Separator,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Call } from "../../call/call";
import type { StageView } from "../../call/stageView";
import type { Tile } from "../../call/tiles";
import type { VideoChoice } from "../../call/videoChoice";
import { chooseLanguage } from "../i18n/language";
import { languageNames, languages } from "../i18n/preferredLanguage";
import { usePutBack } from "../lobby/usePutBack";
import { EffectEntries } from "./EffectEntries";
import { MenuEntry } from "./MenuEntry";
import { PictureEntries } from "./PictureEntries";
import { RoomEntries } from "./RoomEntries";
import { type Corner, corners } from "./SelfView";
import { StageEntries } from "./StageEntries";
import "../components/menu.css";

interface MoreMenuProps {
  call: Call;
  video: boolean;
  choice: VideoChoice;
  /** Shares the screen or stops that; null where the bar does, and where the browser cannot. */
  onShare: (() => void) | null;
  sharing: boolean;
  /** How the others are arranged; null where there is one picture at most. */
  stage: StageView | null;
  /** More lines. */
  children: ReactNode;
  /** Where the own picture is; null where it is not shown. */
  corner: Corner | null;
  onCorner(corner: Corner): void;
  onEndForAll: (() => void) | null;
  /** Shows who is there; null where the bar does. */
  onPeople: (() => void) | null;
  /** Shows how the others' networks did in their tests; null for those whom that does not concern. */
  onNetworkTests: (() => void) | null;
  /** Those whom the doctor may put back before the door. */
  putBack: readonly Tile[];
  placement: NonNullable<PopoverProps["placement"]>;
  /** With its word below, in the bar. */
  labelled: boolean;
}

/** What is wanted rarely: how much data pictures take, where the own picture is, the language. */
export function MoreMenu(props: MoreMenuProps) {
  const {
    call,
    video,
    choice,
    onShare,
    sharing,
    stage,
    children,
    corner,
    onCorner,
    onEndForAll,
    onPeople,
    onNetworkTests,
    putBack,
    placement,
    labelled,
  } = props;
  const { t, i18n } = useTranslation();
  const sendOut = usePutBack(call.sessionId);
  return (
    <MenuTrigger>
      <Button aria-label={t("call.moreNamed")} className="control control-on control-more">
        <span className="disc" aria-hidden="true">
          <Ellipsis size={24} />
        </span>
        {labelled && <span className="noun">{t("call.more")}</span>}
      </Button>
      <Popover className="menu-popover menu-stage" placement={placement}>
        <Menu className="menu" aria-label={t("call.moreNamed")}>
          {onShare && (
            <MenuEntry onAction={onShare}>{t(sharing ? "stage.stopSharing" : "stage.share")}</MenuEntry>
          )}
          <RoomEntries call={call} onPeople={onPeople} />
          {video && <PictureEntries choice={choice} onChoose={(one) => void call.setVideoChoice(one)} />}
          {stage && <StageEntries view={stage} />}
          {children}
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
            {languages.map((language) => (
              <MenuEntry
                key={language}
                checked={language === i18n.language}
                onAction={() => chooseLanguage(language, i18n)}
              >
                <span lang={language}>{languageNames[language]}</span>
              </MenuEntry>
            ))}
          </MenuSection>
          {onNetworkTests && <MenuEntry onAction={onNetworkTests}>{t("network.doctor.open")}</MenuEntry>}
          {putBack.map(({ participantId, displayName }) => (
            <MenuEntry key={participantId} onAction={() => sendOut(participantId)}>
              {t("lobby.putBack", { name: displayName })}
            </MenuEntry>
          ))}
          {onEndForAll && <MenuEntry onAction={onEndForAll}>{t("call.endForAll")}</MenuEntry>}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
