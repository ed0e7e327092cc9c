import type { Language } from "./preferredLanguage";
import type { AllWords } from "./words";

/** Texts by name, in groups. Names with the endings `_zero`, `_one` and `_other` are one text for different counts. */
export interface Words {
  readonly [name: string]: string | Words;
}

/** The name of a text, with those of its groups: `call.mute`. */
export type WordKey = KeyIn<AllWords>;

type KeyIn<Group> = {
  [Name in keyof Group & string]: Group[Name] extends string ? Stem<Name> : `${Name}.${KeyIn<Group[Name]>}`;
}[keyof Group & string];

type Stem<Name extends string> = Name extends `${infer Before}_zero`
  ? Before
  : Name extends `${infer Before}_one`
    ? Before
    : Name extends `${infer Before}_other`
      ? Before
      : Name;

/** What stands in the gaps of a text (`{{name}}`); `count` also chooses among its forms. */
export type Gaps = Readonly<Record<string, string | number>>;

export type Translate = (key: WordKey, gaps?: Gaps) => string;

/** Speaks a language with these words; what it has no text for it says by its name. */
export function translator(language: Language, words: Words): Translate {
  const rules = new Intl.PluralRules(language);
  return (key, gaps = {}) => {
    const text = formsOf(gaps["count"], rules)
      .map((form) => textIn(words, key + form))
      .find((found) => found !== undefined);
    return (text ?? key).replace(/{{(\w+)}}/g, (_, gap: string) => String(gaps[gap] ?? ""));
  };
}

/** The endings that a name may have for a count, the fittest first. */
function formsOf(count: string | number | undefined, rules: Intl.PluralRules): string[] {
  if (typeof count !== "number") return [""];
  return [...(count === 0 ? ["_zero"] : []), `_${rules.select(count)}`, "_other", ""];
}

function textIn(words: Words, path: string): string | undefined {
  let found: string | Words | undefined = words;
  for (const name of path.split(".")) found = typeof found === "object" ? found[name] : undefined;
  return typeof found === "string" ? found : undefined;
}
