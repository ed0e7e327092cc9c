import { Check } from "lucide-react";
import type { ComponentProps } from "react";
import { MenuItem } from "react-aria-components";
import { MenuPopover } from "./MenuPopover";

/** One of several, each in its own words. */
export interface Choices<Id extends string = string> {
  choices: { id: Id; name: string; lang?: string }[];
  chosen: Id | null;
  onChoose(id: Id): void;
}

type ChoicePopoverProps = Choices & Omit<ComponentProps<typeof MenuPopover>, "children">;

/** A menu of which one entry holds. */
export function ChoicePopover({ choices, chosen, onChoose, ...anchor }: ChoicePopoverProps) {
  return (
    <MenuPopover
      {...anchor}
      selectionMode="single"
      selectedKeys={chosen === null ? [] : [chosen]}
      onAction={(key) => onChoose(String(key))}
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
    </MenuPopover>
  );
}
