import { useSyncExternalStore } from "react";

/** Something that is on or off in this browser. */
export interface StoredFlag {
  isOn(): boolean;
  set(on: boolean): void;
  /** The same for a component, which hears of changes. */
  useOn(): boolean;
}

/** Off until it is set. */
export function storedFlag(key: string): StoredFlag {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const isOn = () => localStorage.getItem(key) !== null;
  return {
    isOn,
    set(on) {
      if (on) localStorage.setItem(key, "yes");
      else localStorage.removeItem(key);
      for (const listener of listeners) listener();
    },
    useOn: () => useSyncExternalStore(subscribe, isOn),
  };
}
