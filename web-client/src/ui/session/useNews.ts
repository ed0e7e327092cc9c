import { useEffect } from "react";
import { openNews } from "../../client/openNews";
import type { Signaling } from "../../protocol/signaling";
import { useCallKit } from "./callKit";
import { useSession } from "./session";

/** Hears what the server tells whoever is signed in, of all their consultations; `listen` must keep its identity. */
export function useNews(listen: (signaling: Signaling) => void): void {
  const { api } = useSession();
  const { news } = useCallKit();
  useEffect(() => {
    const signaling = news.open();
    listen(signaling);
    return openNews(api, signaling);
  }, [api, news, listen]);
}
