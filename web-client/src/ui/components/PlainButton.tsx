import type { ButtonHTMLAttributes, Ref } from "react";

interface PlainButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "onClick"> {
  onPress?: (() => void) | undefined;
  ref?: Ref<HTMLButtonElement>;
}

/** The browser's own button, without a look: a guest's way in has no room for React Aria's. */
export function PlainButton({ onPress, type = "button", ...props }: PlainButtonProps) {
  return (
    <button
      {...props}
      type={type}
      onClick={(event) => {
        // Safari does not focus what is clicked, and a dialog would not find its way back here.
        event.currentTarget.focus();
        onPress?.();
      }}
    />
  );
}
