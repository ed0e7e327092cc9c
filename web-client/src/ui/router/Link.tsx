import type { ComponentProps, MouseEvent } from "react";
import { useNavigation } from "./navigation";
import { paramsOf } from "./pattern";

export interface LinkProps extends Omit<ComponentProps<"a">, "href"> {
  to: string;
  /** Left for the page that it leads to. */
  state?: unknown;
}

/** Goes to a page of the client; opened in another tab it is a link like any other. */
export function Link({ to, state, onClick, ...props }: LinkProps) {
  const { address, navigate, hrefOf } = useNavigation();
  function go(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (event.defaultPrevented || event.button !== 0 || elsewhere) return;
    event.preventDefault();
    navigate(to, { state, replace: to === address.pathname + address.search });
  }
  return <a {...props} href={hrefOf(to)} onClick={go} />;
}

/** A link that says where one is: on its page and, unless `end`, on those below it. */
export function NavLink({ end = false, ...props }: LinkProps & { end?: boolean }) {
  const { address } = useNavigation();
  const here = paramsOf(end ? props.to : `${props.to}/*`, address.pathname) !== null;
  return <Link {...props} aria-current={here ? "page" : undefined} />;
}
