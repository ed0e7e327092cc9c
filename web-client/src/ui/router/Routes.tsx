import { createContext, type ReactNode, useContext } from "react";
import { useAddress } from "./navigation";
import { type Params, paramsOf } from "./pattern";

/** Pages by the pattern of their address (`pattern.ts`), which is tried in this order. */
export type Routes = Readonly<Record<string, ReactNode>>;

const ParamsContext = createContext<Params>({});

/** The first page whose pattern the address fits. */
export function Routed({ routes }: { routes: Routes }) {
  const { pathname } = useAddress();
  for (const [pattern, page] of Object.entries(routes)) {
    const params = paramsOf(pattern, pathname);
    if (params) return <ParamsContext value={params}>{page}</ParamsContext>;
  }
  return null;
}

/** What the address says where the pattern has names. */
export function useParams(): Params {
  return useContext(ParamsContext);
}
