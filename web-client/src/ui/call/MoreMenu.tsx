import { Check, Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  type PopoverProps,
  Separator,
} from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { Call } from "../../call/call";
import type { Tile } from "../../call/tiles";
import { chooseLanguage, languageNames, languages } from "../i18n/language";
import { usePutBack } from "../lobby/usePutBack";
import { type Corner, corners } from "./SelfView";
import "../components/menu.css";

interface MoreMenuProps {
  call: Call;
  video: boolean;
  audioOnly: boolean;
  /** Where the own picture is; null where it is not shown. */
  corner: Corner | null;
  onCorner(corner: Corner): void;
  onEndForAll: (() => void) | null;
  /** Shows how the others' networks did in their tests; null for those whom that does not concern. */
  onNetworkTests: (() => void) | null;
  /** Those whom the doctor may put back before the door. */
  putBack: readonly Tile[];
  placement: NonNullable<PopoverProps["placement"]>;
  /** With its word below, in the bar. */
  labelled: boolean;
}

/** What is wanted rarely: sound only, where the own picture is, the language. */
export function MoreMenu(props: MoreMenuProps) {
  const {
    call,
    video,
    audioOnly,
    corner,
    onCorner,
    onEndForAll,
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
          {video && (
            <Item onAction={() => void call.setVideoChoice(audioOnly ? "auto" : "audio")}>
              {t(audioOnly ? "call.audioOnlyOff" : "call.audioOnly")}
            </Item>
          )}
          {corner && (
            <MenuSection>
              <Header className="menu-header">{t("call.moveSelf")}</Header>
              {corners.map((place) => (
                <Item key={place} checked={place === corner} onAction={() => onCorner(place)}>
                  {t(`call.corners.${place}`)}
                </Item>
              ))}
            </MenuSection>
          )}
          <Separator className="menu-separator" />
          <MenuSection aria-label={t("common.language")}>
            {languages.map((language) => (
              <Item
                key={language}
                checked={language === i18n.language}
                onAction={() => chooseLanguage(language)}
              >
                <span lang={language}>{languageNames[language]}</span>
              </Item>
            ))}
          </MenuSection>
          {onNetworkTests && <Item onAction={onNetworkTests}>{t("network.doctor.open")}</Item>}
          {putBack.map(({ participantId, displayName }) => (
            <Item key={participantId} onAction={() => sendOut(participantId)}>
              {t("lobby.putBack", { name: displayName })}
            </Item>
          ))}
          {onEndForAll && <Item onAction={onEndForAll}>{t("call.endForAll")}</Item>}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

interface ItemProps {
  checked?: boolean;
  onAction(): void;
  children: ReactNode;
}

function Item({ checked = false, onAction, children }: ItemProps) {
  return (
    <MenuItem className="menu-item" onAction={onAction}>
      <span className="menu-check">{checked && <Check size={20} aria-hidden="true" />}</span>
      <span>{children}</span>
    </MenuItem>
  );
}
