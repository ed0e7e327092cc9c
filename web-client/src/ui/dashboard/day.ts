import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Consultation } from "../../protocol/consultation";
import { listConsultations } from "../../protocol/listConsultations";
import { networkTestsKey } from "../network/useNetworkTests";
import { useCallKit } from "../session/callKit";
import { useSession } from "../session/session";

const key = ["consultations"];
/** Milliseconds between two looks at the list, should no event come. */
const refreshEvery = 20_000;

/** Today's consultations, page after page. */
export function useDay() {
  const { api } = useSession();
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => listConsultations(api, { ...today(), cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: refreshEvery,
    retry: 1,
  });
  const consultations = query.data?.pages.flatMap((page) => page.items) ?? [];
  return { ...query, consultations };
}

/** Looks again as soon as the server says that something changed. */
export function useLiveDay(): void {
  const { api } = useSession();
  const { createSignaling } = useCallKit();
  const queries = useQueryClient();
  useEffect(() => {
    const signaling = createSignaling(() => api.token);
    const lookAgain = () => void queries.invalidateQueries({ queryKey: key });
    for (const event of ["consultation_updated", "webrtc_session_created", "participant_joined"] as const) {
      signaling.on(event, lookAgain);
    }
    signaling.on("participant_left", lookAgain);
    signaling.on("network_tested", ({ sessionId }) => {
      void queries.invalidateQueries({ queryKey: [networkTestsKey, sessionId] });
    });
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
  }, [api, createSignaling, queries]);
}

/** Asks the server for the list again. */
export function useRefreshDay(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: key });
}

export function isOver({ status }: Consultation): boolean {
  return status === "ended" || status === "cancelled";
}

function today(): { from: Date; to: Date } {
  const from = new Date();
  from.setHours(0, 0, 0, 0);
  const to = new Date(from);
  to.setDate(to.getDate() + 1);
  return { from, to };
}
