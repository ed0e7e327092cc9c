import { type ReactNode, useMemo } from "react";
import { createPath, type Navigator, Router, type To } from "react-router";

interface HostRouterProps {
  server: string;
  conference: string | null;
  onConference(sessionId: string | null): void;
  children: ReactNode;
}

/** Takes the place of the address bar, which is the host's: a call's address opens that call, any other closes it. */
export function HostRouter({ server, conference, onConference, children }: HostRouterProps) {
  const navigator = useMemo<Navigator>(() => {
    const go = (to: To) => onConference(conferenceIn(pathOf(to)));
    return { createHref: (to) => server + pathOf(to), go: () => onConference(null), push: go, replace: go };
  }, [server, onConference]);
  return (
    <Router location={conference ? `/conference/${conference}` : "/"} navigator={navigator}>
      {children}
    </Router>
  );
}

function pathOf(to: To): string {
  return typeof to === "string" ? to : createPath(to);
}

function conferenceIn(path: string): string | null {
  return /^\/(?:conference|meet)\/([\w-]+)$/.exec(path)?.[1] ?? null;
}
