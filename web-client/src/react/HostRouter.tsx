import { type ReactNode, useMemo } from "react";
import { type Navigation, NavigationContext } from "../ui/router/navigation";

interface HostRouterProps {
  server: string;
  conference: string | null;
  onConference(sessionId: string | null): void;
  children: ReactNode;
}

/** Takes the place of the address bar, which is the host's: a call's address opens that call, any other closes it. */
export function HostRouter({ server, conference, onConference, children }: HostRouterProps) {
  const fixed = useMemo(
    () => ({
      navigate: (to: string) => onConference(conferenceIn(to)),
      hrefOf: (to: string) => server + to,
    }),
    [server, onConference],
  );
  const navigation = useMemo<Navigation>(() => {
    const pathname = conference ? `/conference/${conference}` : "/";
    return { ...fixed, address: { pathname, search: "", hash: "", state: null } };
  }, [fixed, conference]);
  return <NavigationContext value={navigation}>{children}</NavigationContext>;
}

function conferenceIn(path: string): string | null {
  return /^\/(?:conference|meet)\/([\w-]+)$/.exec(path)?.[1] ?? null;
}
