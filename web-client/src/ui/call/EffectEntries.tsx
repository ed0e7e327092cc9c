import { Header, MenuSection } from "react-aria-components";
import { type Effect, effects } from "../../call/effects";
import { useTranslation } from "../i18n/useTranslation";
import { useCallKit, useSnapshot } from "../session/callKit";
import { MenuEntry } from "./MenuEntry";

/** In the menu: what is done with the own sound and picture before they are sent. */
export function EffectEntries({ pictures }: { pictures: boolean }) {
  const { t } = useTranslation();
  const kit = useCallKit();
  const liked = useSnapshot(kit.effects);
  const offered = effects.filter((effect) => effect !== "backgroundBlur" || (pictures && kit.blurs));
  const toggle = (effect: Effect) => {
    kit.effects.set(effect, !liked[effect]);
    // The device is opened anew with what was chosen.
    void kit.localMedia.reopen(effect === "backgroundBlur" ? "camera" : "microphone");
  };
  return (
    <MenuSection>
      <Header className="menu-header">{t("effects.title")}</Header>
      {offered.map((effect) => (
        <MenuEntry key={effect} checked={liked[effect]} onAction={() => toggle(effect)}>
          {t(`effects.${effect}`)}
        </MenuEntry>
      ))}
    </MenuSection>
  );
}
