import { Header, MenuSection } from "react-aria-components";
import type { DeviceKind } from "../../media/deviceList";
import { useDeviceChoices } from "../devices/useDeviceChoices";
import { MenuEntry } from "./MenuEntry";

/** The same in the menu, where the bar has no room: a phone's other camera, the speaker. */
export function DeviceEntries({ kind }: { kind: DeviceKind }) {
  const { label, choices, chosen, choose } = useDeviceChoices(kind);
  if (choices.length < 2) return null;
  return (
    <MenuSection>
      <Header className="menu-header">{label}</Header>
      {choices.map(({ id, name }) => (
        <MenuEntry key={id} checked={id === chosen} onAction={() => choose(id)}>
          {name}
        </MenuEntry>
      ))}
    </MenuSection>
  );
}
