import { Header, MenuSection } from "react-aria-components";
import { layouts, type StageView } from "../../call/stageView";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { MenuEntry } from "./MenuEntry";

/** How the others are arranged, where there are several pictures. */
export function StageEntries({ view }: { view: StageView }) {
  const { t } = useTranslation();
  const { layout, pinned } = useSnapshot(view);
  return (
    <MenuSection>
      <Header className="menu-header">{t("stage.layout")}</Header>
      {layouts.map((choice) => (
        <MenuEntry key={choice} checked={choice === layout} onAction={() => view.choose(choice)}>
          {t(`stage.layouts.${choice}`)}
        </MenuEntry>
      ))}
      {pinned && <MenuEntry onAction={() => view.pin(null)}>{t("stage.unpinAny")}</MenuEntry>}
    </MenuSection>
  );
}
