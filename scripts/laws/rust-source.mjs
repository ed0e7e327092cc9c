// Rust text made ready for questions about its code: comments, literals and tests blanked, lines kept.

const blank = (text) => text.replace(/[^\n]/g, " ");

// Comments (block comments one level deep), raw strings, strings, characters; lifetimes are no characters.
const NOT_CODE =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\bb?r(#*)"[\s\S]*?"\1|b?"(?:\\[\s\S]|[^"\\])*"|b?'(?:\\(?:[^u]|u\{[0-9a-fA-F_]+\})[0-9a-fA-F]?|[^'\\\n])'/g;

/** The text with comments and literals blanked. */
export function codeOf(text) {
  return text.replace(NOT_CODE, blank);
}

function endOfItem(code, start) {
  let depth = 0;
  for (let at = start; at < code.length; at += 1) {
    const sign = code[at];
    if (sign === "{" || sign === "(" || sign === "[") depth += 1;
    if (sign === "}" || sign === ")" || sign === "]") depth -= 1;
    if (depth === 0 && (sign === ";" || sign === "}")) return at + 1;
  }
  return code.length;
}

const TEST_ITEM = /#\[cfg\((?:test|any\(test[^\]]*|all\(test[^\]]*)\)\]/g;

/** The code without what `#[cfg(test)]` marks, and the names of the modules so marked that live in files of their own. */
export function withoutTests(code) {
  if (/#!\[cfg\(test\)\]/.test(code)) return { code: blank(code), testModules: [] };
  const testModules = [];
  let rest = code;
  for (const found of code.matchAll(TEST_ITEM)) {
    const start = found.index + found[0].length;
    const end = endOfItem(code, start);
    const declared = code.slice(start, end).match(/\bmod\s+(\w+)\s*;/);
    if (declared) testModules.push(declared[1]);
    rest = rest.slice(0, found.index) + blank(rest.slice(found.index, end)) + rest.slice(end);
  }
  return { code: rest, testModules };
}

/** The words of an identifier-laden line: `ConsultationId` and `consultation_id` give the same. */
export function wordsOf(line) {
  return line
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/** Where a module `name` declared in the file `path` may live. */
export function moduleFiles(path, name) {
  const folder = path.replace(/\/[^/]*$/, "");
  const stem = path.slice(folder.length + 1, -".rs".length);
  const base = ["mod", "lib", "main"].includes(stem) ? folder : `${folder}/${stem}`;
  return [`${base}/${name}.rs`, `${base}/${name}/`];
}
