import { root, scopedName } from "./names";

/** What this needs of a style sheet as PostCSS has read it. */
interface Sheet {
  walkRules(each: (rule: Rule) => void): void;
  walkAtRules(name: string, each: (rule: { params: string }) => void): void;
  walkDecls(name: RegExp, each: (declaration: { value: string }) => void): void;
}

interface Rule {
  selectors: string[];
  parent?: { name?: string } | undefined;
}

/** Holds the library's rules below its outermost class, with names that no other site has; for PostCSS. */
export const scopedStyles = {
  postcssPlugin: "scoped-styles",
  Once(sheet: Sheet): void {
    sheet.walkRules((rule) => {
      if (rule.parent?.name === "keyframes") return;
      rule.selectors = [...new Set(rule.selectors.map(scopedSelector))];
    });
    const movements: string[] = [];
    sheet.walkAtRules("keyframes", (rule) => {
      movements.push(rule.params);
      rule.params = scopedName(rule.params);
    });
    sheet.walkDecls(/^animation(-name)?$/, (declaration) => {
      const words = declaration.value.split(" ");
      declaration.value = words.map((word) => (movements.includes(word) ? scopedName(word) : word)).join(" ");
    });
  },
};

/** The page itself is, here, the outermost class; everything else is inside. */
export function scopedSelector(selector: string): string {
  const named = selector.replace(/\.(-?[_a-zA-Z][\w-]*)/g, (_, name: string) => `.${scopedName(name)}`);
  const own = `.${root}`;
  const page = /^(:root|html|body)(?![\w-])/;
  if (page.test(named)) return named.replace(page, own);
  if (/^\[(data-theme|dir)\b/.test(named)) return own + named;
  return named.startsWith(own) && !named.startsWith(`${own}-`) ? named : `${own} ${named}`;
}
