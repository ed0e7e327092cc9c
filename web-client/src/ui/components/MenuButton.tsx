import { type KeyboardEvent, type ReactNode, type RefObject, useRef, useState } from "react";
import { PlainButton } from "./PlainButton";

/** Where a menu hangs. */
export interface MenuAnchor {
  label: string;
  triggerRef: RefObject<HTMLButtonElement | null>;
  onClose(): void;
}

interface MenuButtonProps {
  /** The accessible name of the button and of its menu. */
  label: string;
  className: string;
  children: ReactNode;
  /** Brings the menu's file: it comes when the button is pointed at or reached by the keyboard. */
  load(): void;
  menu(anchor: MenuAnchor): ReactNode;
}

/** A button that opens a menu. */
export function MenuButton({ label, className, children, load, menu }: MenuButtonProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  function press(event: KeyboardEvent) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setOpen(true);
  }
  return (
    <>
      <PlainButton
        ref={trigger}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        className={className}
        onPointerEnter={load}
        onFocus={load}
        onKeyDown={press}
        onPress={() => setOpen(true)}
      >
        {children}
      </PlainButton>
      {open && menu({ label, triggerRef: trigger, onClose: () => setOpen(false) })}
    </>
  );
}
