import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import type { Choices } from "./ChoicePopover";
import { later } from "./later";
import { MenuButton } from "./MenuButton";
import "./button.css";

interface ChoiceMenuProps<Id extends string> extends Choices<Id> {
  /** The accessible name: what is chosen, and what of. */
  label: string;
  icon: ReactNode;
  text?: string;
  /** Shows that there is something to choose from, where the button shows a value. */
  chevron?: boolean;
}

const ChoicePopover = later(() => import("./ChoicePopover"), "ChoicePopover");

/** A button that opens a menu of which one entry holds. */
export function ChoiceMenu<Id extends string>(props: ChoiceMenuProps<Id>) {
  const { label, icon, text, chevron = false, choices, chosen, onChoose } = props;
  return (
    <MenuButton
      label={label}
      className={`button button-secondary header-button ${text ? "" : "icon-button"}`}
      load={ChoicePopover.load}
      menu={(anchor) => (
        <ChoicePopover
          {...anchor}
          placement="bottom end"
          choices={choices}
          chosen={chosen}
          onChoose={(id) => onChoose(id as Id)}
        />
      )}
    >
      {icon}
      {text && <span>{text}</span>}
      {chevron && <ChevronDown size={20} aria-hidden="true" />}
    </MenuButton>
  );
}
