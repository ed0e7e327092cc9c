import { type ReactNode, startTransition, useEffect, useMemo, useState } from "react";
import { rememberPage } from "./cameFrom";
import { type Address, type Navigate, type Navigation, NavigationContext } from "./navigation";

/** Follows the browser's address. The page before stays until the next one's file has come. */
export function AddressBar({ children }: { children: ReactNode }) {
  const [address, setAddress] = useState(read);
  const navigate = useMemo<Navigate>(
    () =>
      (to, { replace = false, state = null } = {}) => {
        if (replace) history.replaceState(state, "", to);
        else history.pushState(state, "", to);
        startTransition(() => setAddress(read()));
      },
    [],
  );
  useEffect(() => {
    const follow = () => startTransition(() => setAddress(read()));
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  useEffect(() => rememberPage(address.pathname), [address]);
  const navigation = useMemo<Navigation>(
    () => ({ address, navigate, hrefOf: (to) => to }),
    [address, navigate],
  );
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

function read(): Address {
  const { pathname, search, hash } = location;
  return { pathname, search, hash, state: history.state };
}
