import { useSyncExternalStore } from "react";

const key = "vestibule.ring-silent";
const listeners = new Set<() => void>();

/** Whether calls ring without sound in this browser. */
export function useSilence(): boolean {
  return useSyncExternalStore(subscribe, () => localStorage.getItem(key) !== null);
}

export function setSilence(silent: boolean): void {
  if (silent) localStorage.setItem(key, "yes");
  else localStorage.removeItem(key);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
