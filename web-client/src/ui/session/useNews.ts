import { useEffect } from "react";
import type { Signaling } from "../../protocol/signaling";
import { useCallKit } from "./callKit";
import { useSession } from "./session";

/** Hears what the server tells whoever is signed in, of all their consultations; `listen` must keep its identity. */
export function useNews(listen: (signaling: Signaling) => void): void {
  const { api } = useSession();
  const { createSignaling } = useCallKit();
  useEffect(() => {
    const signaling = createSignaling(() => api.token);
    listen(signaling);
    signaling.onState((state) => {
      // An access token lives ten minutes; the next one opens the connection again.
      const expired = state.name === "refused" && ["token_expired", "unauthenticated"].includes(state.code);
      if (expired) {
        api.refresh().then(
          () => signaling.connect(),
          () => undefined,
        );
      }
    });
    signaling.connect();
    return () => signaling.close();
  }, [api, createSignaling, listen]);
}
