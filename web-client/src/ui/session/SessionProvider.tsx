import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import type { Places } from "../../call/places";
import type { ApiClient, User } from "../../protocol/apiClient";
import { codeOf } from "../../protocol/apiError";
import { type Session, SessionContext } from "./session";

/** Says only that a refresh cookie may exist, so that guests cause no refused request. */
const hint = "vestibule.signed-in";

export function SessionProvider({
  api,
  places,
  children,
}: {
  api: ApiClient;
  places: Places;
  children: ReactNode;
}) {
  const [state, setState] = useState<Session["state"]>(() =>
    localStorage.getItem(hint) ? "restoring" : "signed-out",
  );
  const [user, setUser] = useState<User | null>(null);

  const enter = useCallback((entered: User) => {
    localStorage.setItem(hint, "yes");
    setUser(entered);
    setState("signed-in");
    return entered;
  }, []);
  const forget = useCallback(() => {
    localStorage.removeItem(hint);
    setUser(null);
    setState("signed-out");
  }, []);

  useEffect(() => {
    if (state !== "restoring") return;
    api.refresh().then(enter, (error) => {
      // A server that is away has not signed anybody out: the next load tries again.
      if (codeOf(error) === "unreachable") setState("signed-out");
      else forget();
    });
  }, [api, state, enter, forget]);

  const session = useMemo<Session>(
    () => ({
      api,
      places,
      state,
      user,
      signIn: (credentials) => api.signIn(credentials).then(enter),
      signOut: () => api.signOut().finally(forget),
    }),
    [api, places, state, user, enter, forget],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}
