import { ChevronUp } from "lucide-react";
import { Button, MenuTrigger, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { OwnSource } from "../../media/mediaHandler";
import { ChoiceList } from "../components/ChoiceMenu";
import { useDeviceChoices } from "../devices/useDeviceChoices";

/** Another microphone or camera during the call: a button of its own beside the disc. */
export function DeviceMenu({ source }: { source: OwnSource }) {
  const { t } = useTranslation();
  const { choices, chosen, choose } = useDeviceChoices(source);
  if (choices.length === 0) return null;
  const label = t(source === "camera" ? "devices.changeCamera" : "devices.changeMicrophone");
  return (
    <MenuTrigger>
      <Button aria-label={label} className="control-devices">
        <ChevronUp size={16} aria-hidden="true" />
      </Button>
      <Popover className="menu-popover menu-stage" placement="top">
        <ChoiceList label={label} choices={choices} chosen={chosen} onChoose={choose} />
      </Popover>
    </MenuTrigger>
  );
}
