import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Consultation } from "../../protocol/consultation";
import { listConsultations } from "../../protocol/listConsultations";
import type { Signaling } from "../../protocol/signaling";
import { useSession } from "../session/session";
import { useNews } from "../session/useNews";

const key = ["consultations"];
/** Of what comes after today; looked at again with the day. */
export const comingKey = [...key, "coming"];
/** Milliseconds between two looks at the list, should no event come. */
const refreshEvery = 20_000;

/** Today's consultations, page after page. */
export function useDay() {
  const { api } = useSession();
  const query = useInfiniteQuery({
    queryKey: [...key, "today"],
    queryFn: ({ pageParam }) => listConsultations(api, { ...today(), cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: refreshEvery,
    retry: 1,
  });
  const consultations = (query.data?.pages.flatMap((page) => page.items) ?? []).sort(
    (one, other) => due(one) - due(other),
  );
  return { ...query, consultations };
}

/** Looks again as soon as the server says that something changed. */
export function useLiveDay(): void {
  const queries = useQueryClient();
  const listen = useCallback(
    (signaling: Signaling) => {
      const lookAgain = () => void queries.invalidateQueries({ queryKey: key });
      for (const event of ["consultation_updated", "webrtc_session_created", "participant_joined"] as const) {
        signaling.on(event, lookAgain);
      }
      signaling.on("participant_left", lookAgain);
    },
    [queries],
  );
  useNews(listen);
}

/** Asks the server for the list again. */
export function useRefreshDay(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: key });
}

/** When it is to begin, or was made for now; milliseconds. */
export function due({ starts_at, created_at }: Consultation): number {
  return Date.parse(starts_at ?? created_at);
}

/** How many that are over are still of interest. */
const kept = 2;

/** A day in its order without what is long over. */
export function aroundNow(day: readonly Consultation[]): Consultation[] {
  const old = new Set(day.filter(isOver).slice(0, -kept));
  return day.filter((consultation) => !old.has(consultation));
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
