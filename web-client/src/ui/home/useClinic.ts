import { useEffect, useSyncExternalStore } from "react";
import type { ApiClient } from "../../protocol/apiClient";
import { type Clinic, installation } from "../../protocol/installation";
import { useSession } from "../session/session";

const key = "vestibule.clinic";
const unknown: Clinic = { name: null, phone: null };
const listeners = new Set<() => void>();
let known = remembered();
const asked = new WeakSet<ApiClient>();

/** Whose pages these are. What was told last is shown at once, what is told now as soon as it is there. */
export function useClinic(): Clinic {
  const { api } = useSession();
  useEffect(() => ask(api), [api]);
  return useSyncExternalStore(subscribe, () => known);
}

/** Once for each server: it does not change while a page is open. */
function ask(api: ApiClient): void {
  if (asked.has(api)) return;
  asked.add(api);
  installation(api).then(
    ({ clinic }) => {
      localStorage.setItem(key, JSON.stringify(clinic));
      known = clinic;
      for (const listener of listeners) listener();
    },
    // The next page asks again.
    () => asked.delete(api),
  );
}

function remembered(): Clinic {
  try {
    return { ...unknown, ...JSON.parse(localStorage.getItem(key) ?? "{}") };
  } catch {
    return unknown;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
