import type { ReactNode } from "react";
import { Menu, type MenuProps, Popover, type PopoverProps } from "react-aria-components";
import { AriaLanguage } from "./AriaLanguage";
import type { MenuAnchor } from "./MenuButton";
import "./menu.css";

interface MenuPopoverProps
  extends MenuAnchor,
    Omit<MenuProps<object>, "aria-label" | "className" | "onClose" | "autoFocus" | "children"> {
  placement: NonNullable<PopoverProps["placement"]>;
  /** Over the call's stage, which is dark in every theme. */
  overStage?: boolean;
  children: ReactNode;
}

/** The menu of a `MenuButton`; it is there as long as it is open. */
export function MenuPopover(props: MenuPopoverProps) {
  const { label, triggerRef, onClose, placement, overStage = false, children, ...menu } = props;
  return (
    <AriaLanguage>
      <Popover
        aria-label={label}
        triggerRef={triggerRef}
        isOpen
        onOpenChange={onClose}
        className={overStage ? "menu-popover menu-stage" : "menu-popover"}
        placement={placement}
      >
        <Menu {...menu} className="menu" aria-label={label} autoFocus="first" onClose={onClose}>
          {children}
        </Menu>
      </Popover>
    </AriaLanguage>
  );
}
