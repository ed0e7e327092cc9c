import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { listLobby } from "../../protocol/listLobby";
import type { LobbyItem, Waiter } from "../../protocol/lobby";
import type { Signaling } from "../../protocol/signaling";
import { networkTestsKey } from "../network/useNetworkTests";
import { useSession } from "../session/session";
import { useNews } from "../session/useNews";

const key = ["lobby"];
/** Milliseconds between two looks, should no event come. */
const refreshEvery = 20_000;

/** Somebody who waits, with what they wait for. */
export interface Waiting {
  waiter: Waiter;
  consultation: LobbyItem["consultation"];
}

/** Everybody who waits for the doctor at this browser, who waits longest first; null before the server said. */
export function useLobby(): Waiting[] | null {
  const { api, user } = useSession();
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => listLobby(api),
    enabled: user?.role === "doctor",
    refetchInterval: refreshEvery,
    retry: 1,
  });
  return useMemo(() => data && inOrder(data), [data]) ?? null;
}

/** @returns asks the server for the queue again */
export function useRefreshLobby(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: key });
}

/** The queue is looked at again as soon as it changed. */
function listenForLobby(signaling: Signaling, queries: QueryClient): void {
  const lookAgain = () => void queries.invalidateQueries({ queryKey: key });
  for (const event of ["lobby_waiting", "lobby_admitted", "lobby_denied", "lobby_left"] as const) {
    signaling.on(event, lookAgain);
  }
  signaling.on("consultation_updated", lookAgain);
  signaling.onState(({ name }) => name === "connected" && lookAgain());
}

/** The same, with what tests of networks found out, wherever a doctor is. */
export function useLiveLobby(): void {
  const queries = useQueryClient();
  const listen = useCallback(
    (signaling: Signaling) => {
      listenForLobby(signaling, queries);
      signaling.on("network_tested", ({ sessionId }) => {
        void queries.invalidateQueries({ queryKey: [networkTestsKey, sessionId] });
      });
    },
    [queries],
  );
  useNews(listen);
}

/** Flat, and by the time of arrival: whose turn it is does not depend on the consultation. */
export function inOrder(items: readonly LobbyItem[]): Waiting[] {
  return items
    .flatMap(({ consultation, waiting }) => waiting.map((waiter) => ({ waiter, consultation })))
    .sort((one, other) => Date.parse(one.waiter.since) - Date.parse(other.waiter.since));
}
