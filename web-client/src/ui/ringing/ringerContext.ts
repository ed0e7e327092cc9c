import { createContext, useContext } from "react";
import type { Ringer } from "../../call/ringer";

/** Null for those who call nobody. */
export const RingerContext = createContext<Ringer | null>(null);

export function useRinger(): Ringer {
  const ringer = useContext(RingerContext);
  if (!ringer) throw new Error("a page stands outside MailProvider");
  return ringer;
}
