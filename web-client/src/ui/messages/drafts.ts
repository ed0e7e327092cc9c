/** What was begun, by thread, as long as the page is open: going elsewhere loses no word. */
const drafts = new Map<string, string>();
/** What another page would have written to a person, until their thread is open. */
const suggested = new Map<string, string>();

export function draftOf(thread: string): string {
  return drafts.get(thread) ?? "";
}

export function keepDraft(thread: string, text: string): void {
  drafts.set(thread, text);
}

/** Puts words into the field of the thread with a person that is opened next; nothing is sent. */
export function suggestDraft(person: string, text: string): void {
  suggested.set(person, text);
}

/** The thread with a person is open: what was suggested stands below what was begun. */
export function takeSuggestion(person: string, thread: string): void {
  const text = suggested.get(person);
  suggested.delete(person);
  const begun = draftOf(thread);
  if (text !== undefined && !begun.includes(text)) keepDraft(thread, begun ? `${begun}\n${text}` : text);
}
