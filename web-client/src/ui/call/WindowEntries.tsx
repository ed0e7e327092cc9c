import { useTranslation } from "../i18n/useTranslation";
import { MenuEntry } from "./MenuEntry";
import type { Toggle } from "./usePictureInPicture";

interface WindowEntriesProps {
  pictureInPicture: Toggle | null;
  fullscreen: Toggle | null;
  onKeyboard(): void;
}

/** Where the call is shown, and by which keys it is led. */
export function WindowEntries({ pictureInPicture, fullscreen, onKeyboard }: WindowEntriesProps) {
  const { t } = useTranslation();
  return (
    <>
      {pictureInPicture && (
        <MenuEntry checked={pictureInPicture.on} onAction={pictureInPicture.toggle}>
          {t("stage.smallWindow")}
        </MenuEntry>
      )}
      {fullscreen && (
        <MenuEntry checked={fullscreen.on} onAction={fullscreen.toggle}>
          {t("stage.fullscreen")}
        </MenuEntry>
      )}
      <MenuEntry onAction={onKeyboard}>{t("keyboard.open")}</MenuEntry>
    </>
  );
}
