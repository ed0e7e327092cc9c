import type { Call } from "../../call/call";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { MenuEntry } from "./MenuEntry";

interface CaptionEntriesProps {
  call: Call;
  /** Opens the place to write them; null for whom that is not. */
  onWrite: (() => void) | null;
}

/** In the menu: whether captions are shown, and to write some. */
export function CaptionEntries({ call, onWrite }: CaptionEntriesProps) {
  const { t } = useTranslation();
  const { captions } = call.asides;
  const { wanted } = useSnapshot(captions);
  return (
    <>
      <MenuEntry checked={wanted} onAction={() => captions.want(!wanted)}>
        {t("captions.captions")}
      </MenuEntry>
      {onWrite && <MenuEntry onAction={onWrite}>{t("captions.write")}</MenuEntry>}
    </>
  );
}
