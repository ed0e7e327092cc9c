import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { HistoryFilter } from "../../protocol/history";
import { listHistory } from "../../protocol/listHistory";
import { showHistory } from "../../protocol/showHistory";
import { showStatistics } from "../../protocol/showStatistics";
import { useSession } from "../session/session";
import type { Range } from "./periods";

/** The consultations that a filter leaves, page after page. */
export function useHistory(filter: HistoryFilter) {
  const { api } = useSession();
  const query = useInfiniteQuery({
    queryKey: ["history", filter.from?.toISOString(), filter.to?.toISOString(), filter.outcome, filter.q],
    queryFn: ({ pageParam }) => listHistory(api, filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    retry: 1,
  });
  return { ...query, entries: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

/** One consultation with all that was measured of it. */
export function useReport(id: string) {
  const { api } = useSession();
  return useQuery({ queryKey: ["history", id], queryFn: () => showHistory(api, id), retry: 1 });
}

/** The consultations of a time in figures. */
export function useStatistics({ from, to }: Range) {
  const { api } = useSession();
  return useQuery({
    queryKey: ["statistics", from.toISOString(), to.toISOString()],
    queryFn: () => showStatistics(api, from, to),
    placeholderData: keepPreviousData,
    retry: 1,
  });
}
