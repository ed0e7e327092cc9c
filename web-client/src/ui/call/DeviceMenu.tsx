import { ChevronUp } from "lucide-react";
import type { OwnSource } from "../../media/mediaHandler";
import { later } from "../components/later";
import { MenuButton } from "../components/MenuButton";
import { useDeviceChoices } from "../devices/useDeviceChoices";

const ChoicePopover = later(() => import("../components/ChoicePopover"), "ChoicePopover");

/** Another microphone or camera during the call: a button of its own beside the disc. */
export function DeviceMenu({ source }: { source: OwnSource }) {
  const devices = useDeviceChoices(source);
  if (devices.choices.length === 0) return null;
  return (
    <MenuButton
      label={devices.label}
      className="control-devices"
      load={ChoicePopover.load}
      menu={(anchor) => (
        <ChoicePopover
          {...anchor}
          placement="top"
          overStage
          choices={devices.choices}
          chosen={devices.chosen}
          onChoose={devices.choose}
        />
      )}
    >
      <ChevronUp size={16} aria-hidden="true" />
    </MenuButton>
  );
}
