import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import "./button.css";
import "./menu.css";

interface ChoiceMenuProps<Id extends string> {
  /** The accessible name: what is chosen, and what of. */
  label: string;
  icon: ReactNode;
  text?: string;
  choices: { id: Id; name: string; lang?: string }[];
  chosen: Id | null;
  onChoose(id: Id): void;
}

/** A button that opens a menu of which one entry holds. */
export function ChoiceMenu<Id extends string>(props: ChoiceMenuProps<Id>) {
  const { label, icon, text, choices, chosen, onChoose } = props;
  return (
    <MenuTrigger>
      <Button
        aria-label={label}
        className={`button button-secondary header-button ${text ? "" : "icon-button"}`}
      >
        {icon}
        {text && <span>{text}</span>}
      </Button>
      <Popover className="menu-popover" placement="bottom end">
        <ChoiceList label={label} choices={choices} chosen={chosen} onChoose={onChoose} />
      </Popover>
    </MenuTrigger>
  );
}

type ChoiceListProps<Id extends string> = Pick<
  ChoiceMenuProps<Id>,
  "label" | "choices" | "chosen" | "onChoose"
>;

/** The menu alone, of which one entry holds. */
export function ChoiceList<Id extends string>({ label, choices, chosen, onChoose }: ChoiceListProps<Id>) {
  return (
    <Menu
      className="menu"
      aria-label={label}
      selectionMode="single"
      selectedKeys={chosen === null ? [] : [chosen]}
      onAction={(key) => onChoose(key as Id)}
    >
      {choices.map(({ id, name, lang }) => (
        <MenuItem key={id} id={id} textValue={name} className="menu-item">
          {({ isSelected }) => (
            <>
              <span className="menu-check">{isSelected && <Check size={20} aria-hidden="true" />}</span>
              <span lang={lang}>{name}</span>
            </>
          )}
        </MenuItem>
      ))}
    </Menu>
  );
}
