const key = "vestibule.came-from";
/** Pages of calls themselves, and of the way to them. */
const call = /^\/(conference|meet)(\/|$)/;

/** Remembers, in this tab, on which page somebody was last before a call. */
export function rememberPage(pathname: string, tab: Pick<Storage, "setItem"> = sessionStorage): void {
  if (!call.test(pathname)) tab.setItem(key, pathname);
}

/** Where they came from; null where they came to the call at once. */
export function cameFrom(tab: Pick<Storage, "getItem"> = sessionStorage): string | null {
  return tab.getItem(key);
}
