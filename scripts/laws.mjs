// Checks the laws of the map that docs/architecture.md states. Ends with 1 and a list when one is broken.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { judgeCrates, judgeNames, judgeSources, judgeStyles } from "./laws/rules.mjs";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const ELSEWHERE = new Set(["node_modules", "target", "dist", "artifacts", ".git"]);

function metadata() {
  const command = ["metadata", "--no-deps", "--format-version", "1", "--offline"];
  return JSON.parse(execFileSync("cargo", command, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 }));
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (ELSEWHERE.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [relative(ROOT, path)];
  });
}

function crateOf(path, packages) {
  return packages.find((one) => path.startsWith(`${relative(ROOT, dirname(one.manifest_path))}/`))?.name;
}

const { packages } = metadata();
const paths = filesUnder(ROOT);
const sources = paths
  .filter((path) => path.endsWith(".rs"))
  .map((path) => ({ path, crate: crateOf(path, packages), text: readFileSync(join(ROOT, path), "utf8") }));

const sheets = paths
  .filter((path) => path.startsWith("web-client/src/") && path.endsWith(".css"))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));

const breaches = [
  ...judgeCrates(packages),
  ...judgeNames(paths),
  ...judgeSources(sources),
  ...judgeStyles(sheets),
];
for (const breach of breaches) console.error(`law broken: ${breach}`);
console.log(`laws: ${packages.length} crates, ${sources.length} Rust files, ${breaches.length} breaches`);
process.exit(breaches.length === 0 ? 0 : 1);
