import { useCallback, useMemo } from "react";
import { type Leaving, useNavigation } from "./navigation";

/** The question at the end of the address, and what asks another one of the same page. */
export function useSearchParams() {
  const { address, navigate } = useNavigation();
  const { pathname, search } = address;
  const change = useCallback(
    (params: Record<string, string>, leaving?: Leaving) => {
      const question = new URLSearchParams(params).toString();
      navigate(question === "" ? pathname : `${pathname}?${question}`, leaving);
    },
    [pathname, navigate],
  );
  return [useMemo(() => new URLSearchParams(search), [search]), change] as const;
}
