import type { ApiClient } from "../protocol/apiClient";
import type { Signaling } from "../protocol/signaling";

/** Connects by the access token, by a newer one when it has run out. @returns closes it */
export function openNews(api: ApiClient, signaling: Signaling): () => void {
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
}
