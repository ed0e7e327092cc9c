import { type ReactNode, useEffect, useMemo, useState } from "react";
import { Places } from "../call/places";
import type { ApiClient, User } from "../protocol/apiClient";
import { type Session, SessionContext } from "../ui/session/session";

/** Who the host says is there; its own sign-in is its own business. */
export function HostSession({ api, children }: { api: ApiClient; children: ReactNode }) {
  const [user, setUser] = useState<User | null>(null);
  useEffect(() => {
    let current = true;
    api.refresh().then(
      (known) => current && setUser(known),
      // Nothing is shown to somebody whom the server does not know.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [api]);
  const session = useMemo<Session>(
    () => ({
      api,
      places: new Places(sessionStorage),
      state: user ? "signed-in" : "restoring",
      user,
      signIn: () => api.refresh(),
      signOut: () => api.signOut(),
    }),
    [api, user],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}
