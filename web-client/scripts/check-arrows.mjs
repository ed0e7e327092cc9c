// Checks that imports point down only (app, react > ui > client > messages > call > media > protocol), that only app, react and
// ui know React, and that the service worker stands alone.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const floors = ["app", "react", "ui", "client", "messages", "call", "media", "protocol"];
const knowReact = ["app", "react", "ui"];
const viewLibraries = /^(react|react-dom|react-aria|lucide-react|@tanstack\/react)/;
/** Lines a file may have; a style sheet has short ones, what is generated as many as it needs. */
const lineLimit = (path) =>
  path === "protocol/contract.ts" ? Number.POSITIVE_INFINITY : path.endsWith(".css") ? 220 : 150;

/** @returns {string[]} one sentence for each broken law in `files` (path relative to src -> text) */
export function brokenLaws(files) {
  return Object.entries(files).flatMap(([path, text]) => [
    ...importsOf(text).flatMap((specifier) => lawBrokenBy(path, specifier)),
    ...(text.split("\n").length > lineLimit(path) + 1
      ? [`${path} is longer than ${lineLimit(path)} lines`]
      : []),
  ]);
}

function importsOf(text) {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]);
}

function lawBrokenBy(path, specifier) {
  const floor = path.split("/")[0];
  if (!specifier.startsWith(".")) {
    const viewBelow = viewLibraries.test(specifier) && !knowReact.includes(floor);
    return viewBelow ? [`${path} imports ${specifier}, yet only app, react and ui know React`] : [];
  }
  const target = join(dirname(path), specifier).split(sep)[0];
  if (floor === "worker" && target !== "worker")
    return [`${path} imports ${specifier}, yet the worker is one script`];
  if (!floors.includes(target)) return [];
  return floors.indexOf(target) < floors.indexOf(floor) ? [`${path} imports upward from ${target}`] : [];
}

function sources(folder, root = folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path, root);
    return /\.(tsx?|css)$/.test(entry.name) ? [[relative(root, path), readFileSync(path, "utf8")]] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(dirname(fileURLToPath(import.meta.url)), "../src");
  const broken = brokenLaws(Object.fromEntries(sources(root)));
  for (const sentence of broken) process.stderr.write(`${sentence}\n`);
  process.exit(broken.length === 0 ? 0 : 1);
}
