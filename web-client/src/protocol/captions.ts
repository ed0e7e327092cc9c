/** A line of what is said, at most 300 characters; nobody keeps it. */
export interface NewCaption {
  text: string;
  /** A language tag (RFC 5646). */
  language?: string;
  /** False while words are added: the next line of the same sender takes its place. */
  final?: boolean;
}

export interface Caption {
  /** Who sent it; null for a server. */
  participantId: string | null;
  text: string;
  language: string | null;
  final: boolean;
}
