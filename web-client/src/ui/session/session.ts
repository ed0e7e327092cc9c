import { createContext, useContext } from "react";
import type { Places } from "../../call/places";
import type { ApiClient, Credentials, User } from "../../protocol/apiClient";

/** Who sits at this browser, and the ways to the server and to the tab's memory. */
export interface Session {
  api: ApiClient;
  places: Places;
  /** `restoring` while the refresh cookie is being tried. */
  state: "restoring" | "signed-out" | "signed-in";
  user: User | null;
  signIn(credentials: Credentials): Promise<User>;
  signOut(): Promise<void>;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("a page stands outside SessionProvider");
  return session;
}
