import type { ReactNode } from "react";
import { later } from "../components/later";
import { useSession } from "../session/session";

const SignedIn = later(() => import("./SignedIn"), "SignedIn");

/** Whoever is signed in can be called on every page; a guest loads nothing of it. */
export function PhoneProvider({ children }: { children: ReactNode }) {
  const { user } = useSession();
  return user ? <SignedIn user={user}>{children}</SignedIn> : children;
}
