// Keeps of all declarations those that the package's entries lead to; what names a file names it as Node does.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const all = resolve(import.meta.dirname, "dist/all-types");
const kept = resolve(import.meta.dirname, "dist/types");

const open = ["client/index.d.ts", "react/index.d.ts"];
const done = new Set();
for (let path = open.pop(); path; path = open.pop()) {
  if (done.has(path)) continue;
  done.add(path);
  const text = readFileSync(join(all, path), "utf8").replace(/^import "[^"]*\.css";\n/gm, "");
  for (const [, named] of text.matchAll(/(?:from |import\()"(\.[^"]*)"/g))
    open.push(`${join(dirname(path), named)}.d.ts`);
  const target = join(kept, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text.replace(/((?:from |import\()"\.[^"]*)"/g, '$1.js"'));
}
rmSync(all, { recursive: true });
