import { Header, MenuSection } from "react-aria-components";
import type { OwnSource } from "../../media/mediaHandler";
import { useDeviceChoices } from "../devices/useDeviceChoices";
import { useTranslation } from "../i18n/useTranslation";
import { MenuEntry } from "./MenuEntry";

/** The same in the menu, where the bar has no room: a phone's other camera. */
export function DeviceEntries({ source }: { source: OwnSource }) {
  const { t } = useTranslation();
  const { choices, chosen, choose } = useDeviceChoices(source);
  if (choices.length < 2) return null;
  return (
    <MenuSection>
      <Header className="menu-header">
        {t(source === "camera" ? "devices.changeCamera" : "devices.changeMicrophone")}
      </Header>
      {choices.map(({ id, name }) => (
        <MenuEntry key={id} checked={id === chosen} onAction={() => choose(id)}>
          {name}
        </MenuEntry>
      ))}
    </MenuSection>
  );
}
