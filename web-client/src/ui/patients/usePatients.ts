import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { listPatients } from "../../protocol/listPatients";
import { useLater } from "../components/useLater";
import { useSession } from "../session/session";

/** The doctor's patients whose name or address contains a text, page after page. */
export function usePatients(search: string) {
  const { api } = useSession();
  const q = useLater(search.trim(), 250);
  const query = useInfiniteQuery({
    queryKey: ["patients", q],
    queryFn: ({ pageParam }) => listPatients(api, { q, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    retry: 1,
  });
  const patients = query.data?.pages.flatMap((page) => page.items) ?? [];
  return { ...query, patients };
}
