import { createContext, useContext, useSyncExternalStore } from "react";
import type { Observable } from "../../call/observable";
import type { CallKit } from "../../client/callKit";

export type { CallKit };

export const CallKitContext = createContext<CallKit | null>(null);

export function useCallKit(): CallKit {
  const kit = useContext(CallKitContext);
  if (!kit) throw new Error("a page stands outside CallKitContext");
  return kit;
}

export function useSnapshot<Snapshot extends object>(observable: Observable<Snapshot>): Snapshot {
  return useSyncExternalStore(observable.subscribe, observable.getSnapshot);
}
