/** An answer with the entity tag of what was seen, to be named by who changes it. */
export interface Seen<Answer> {
  answer: Answer;
  tag: string | null;
}
