import { createContext, useContext } from "react";
import type { PhoneDesk } from "../ui/calls/usePhone";
import type { Mail } from "../ui/messages/mail";
import type { ThemeChoice } from "../ui/theme/theme";

/** What the pieces on one page of another site share. */
export interface Embedding {
  language: string;
  theme: Exclude<ThemeChoice, "system">;
  /** The telephone and the mailbox of whoever is there; null until the server knows them, and for administrators. */
  means: Means | null;
  /** The consultation whose call is open. */
  conference: string | null;
  /** The message widget: null while it is closed, else with whom, if anybody was named. */
  messages: { person: string | null } | null;
  setMessages(messages: Embedding["messages"]): void;
}

export interface Means {
  desk: PhoneDesk;
  mail: Mail;
}

export const EmbeddingContext = createContext<Embedding | null>(null);

export function useEmbedding(): Embedding {
  const embedding = useContext(EmbeddingContext);
  if (!embedding) throw new Error("a piece stands outside <Vestibule>");
  return embedding;
}
