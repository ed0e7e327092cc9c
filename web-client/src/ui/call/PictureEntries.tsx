import { Header, MenuSection } from "react-aria-components";
import { type VideoChoice, videoChoices } from "../../call/videoChoice";
import { useTranslation } from "../i18n/useTranslation";
import { MenuEntry } from "./MenuEntry";

interface PictureEntriesProps {
  choice: VideoChoice;
  onChoose(choice: VideoChoice): void;
}

/** How much data pictures may take. */
export function PictureEntries({ choice, onChoose }: PictureEntriesProps) {
  const { t } = useTranslation();
  return (
    <MenuSection>
      <Header className="menu-header">{t("room.pictures")}</Header>
      {videoChoices.map((one) => (
        <MenuEntry key={one} checked={one === choice} onAction={() => onChoose(one)}>
          {t(`room.pictureChoices.${one}`)}
        </MenuEntry>
      ))}
    </MenuSection>
  );
}
