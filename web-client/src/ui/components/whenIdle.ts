/** Does something that can wait, once the browser has nothing better to do (Safari: after a second). */
export function whenIdle(deed: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(deed);
  else setTimeout(deed, 1000);
}
