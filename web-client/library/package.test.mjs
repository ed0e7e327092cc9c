// What `npm pack` would publish: everything that it promises is in it, and nothing else.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import postcss from "postcss";

const here = import.meta.dirname;
const read = (path) => readFileSync(join(here, path), "utf8");
const [{ files }] = JSON.parse(
  execFileSync("npm", ["pack", "--dry-run", "--json"], { cwd: here, encoding: "utf8" }),
);
const packed = files.map(({ path }) => path);
const manifest = JSON.parse(read("package.json"));
const scripts = packed.filter((path) => path.endsWith(".js"));

/** What a file imports. */
const named = (path) =>
  [...read(path).matchAll(/(?:^(?:import|export)\b[^"'`;]*|\bimport\()["'`]([^"'`]+)["'`]/gm)].map(
    ([, specifier]) => specifier,
  );

test("every entry is there, with its types", () => {
  for (const entry of Object.values(manifest.exports)) {
    for (const target of typeof entry === "string" ? [entry] : Object.values(entry))
      assert.ok(packed.includes(join(target)), target);
  }
});

test("there are no tests, no sources, nothing of the build", () => {
  const meant = /^(package\.json|README\.md|dist\/([\w.-]+\.(js|css)|types\/.+\.d\.ts))$/;
  assert.deepEqual(
    packed.filter((path) => !meant.test(path) || /\.test\.|testing\/|fake/i.test(path)),
    [],
  );
});

test("the types name nothing that is not there", () => {
  for (const path of packed.filter((path) => path.endsWith(".d.ts"))) {
    for (const specifier of named(path).filter((specifier) => specifier.startsWith("."))) {
      const target = join(path, "..", specifier.replace(/\.js$/, ".d.ts"));
      assert.ok(packed.includes(target), `${path} names ${specifier}`);
    }
  }
});

test("the scripts need React and nothing else, the client not even that", () => {
  const foreign = (path) => named(path).filter((specifier) => !specifier.startsWith("."));
  assert.ok(scripts.some((path) => foreign(path).includes("react")));
  for (const path of scripts)
    for (const specifier of foreign(path)) assert.match(specifier, /^react(-dom)?(\/|$)/, path);
  for (const path of scripts) assert.ok(!read(path).includes("expose the `require` function"), path);
  const open = ["dist/client.js"];
  const seen = new Set();
  for (let path = open.pop(); path; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    assert.deepEqual(foreign(path), [], path);
    open.push(...named(path).map((specifier) => join("dist", specifier)));
  }
});

test("no rule of the styles reaches out of the library's outermost class", () => {
  const outside = [];
  postcss.parse(read("dist/style.css")).walkRules(({ parent, selectors }) => {
    if (parent?.name === "keyframes") return;
    outside.push(...selectors.filter((selector) => !/^\.vestibule(?![\w-])/.test(selector)));
  });
  assert.deepEqual(outside, []);
});
