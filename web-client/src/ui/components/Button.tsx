import type { ComponentProps, ReactNode } from "react";
import { Link, type LinkProps } from "../router/Link";
import { PlainButton } from "./PlainButton";
import "./button.css";

interface Look {
  variant?: "primary" | "secondary" | "ghost" | "danger" | undefined;
  /** Patients get larger ones than the staff. */
  size?: "staff" | "dense" | "patient" | "patient-main" | undefined;
  icon?: ReactNode;
}

interface ButtonProps extends Omit<ComponentProps<typeof PlainButton>, "className">, Look {
  children: ReactNode;
  /** It works already: it keeps the focus and does nothing more. */
  busy?: boolean;
  /** What the button says while it works, in its -ing form. */
  busyLabel?: string | undefined;
}

export function Button(props: ButtonProps) {
  const { variant, size, icon, busy = false, busyLabel, children, onPress, type, ...rest } = props;
  const idle = busy ? { "aria-disabled": true } : { onPress, ...(type && { type }) };
  return (
    <PlainButton {...rest} {...idle} className={classOf({ variant, size })}>
      {busy ? <span className="spinner" aria-hidden="true" /> : icon}
      <span>{busy ? (busyLabel ?? children) : children}</span>
    </PlainButton>
  );
}

interface ButtonLinkProps extends Omit<LinkProps, "className">, Look {}

/** Looks like a button, goes to a page. */
export function ButtonLink({ variant, size, icon, children, ...props }: ButtonLinkProps) {
  return (
    <Link {...props} className={classOf({ variant, size })}>
      {icon}
      <span>{children}</span>
    </Link>
  );
}

/** The same look for a link out of the page, such as `mailto:`. */
export function buttonClass(look: Look): string {
  return classOf(look);
}

function classOf({ variant = "secondary", size = "staff" }: Look): string {
  return `button button-${variant} button-${size}`;
}
