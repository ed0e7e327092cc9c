import { QueryClient, QueryClientContext, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useContext } from "react";

const client = new QueryClient();

/** For what asks the server over and over: one memory for all of it. A guest's way to the call has none. */
export function Queries({ children }: { children: ReactNode }) {
  const around = useContext(QueryClientContext);
  return around ? children : <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
