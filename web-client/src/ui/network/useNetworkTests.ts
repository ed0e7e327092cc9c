import { useQuery } from "@tanstack/react-query";
import { listNetworkTests } from "../../protocol/listNetworkTests";
import { useSession } from "../session/session";

/** Where the tests of consultations are kept; the consultation's id follows. */
export const networkTestsKey = "network-tests";

/** What those in a consultation measured, newest first; looked at again every so many milliseconds. */
export function useNetworkTests(consultationId: string, enabled: boolean, refetchInterval: number) {
  const { api } = useSession();
  return useQuery({
    queryKey: [networkTestsKey, consultationId],
    queryFn: () => listNetworkTests(api, consultationId),
    enabled,
    refetchInterval,
    retry: 1,
  });
}
