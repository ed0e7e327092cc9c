// Packs the library as npm would publish it, then installs what came out for the example.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const library = resolve(import.meta.dirname, "../library");
const installed = resolve(import.meta.dirname, "node_modules/vestibule-embedded");
const box = mkdtempSync(join(tmpdir(), "vestibule-embedded-"));
const [{ filename }] = JSON.parse(
  execFileSync("npm", ["pack", "--json", "--pack-destination", box], { cwd: library, encoding: "utf8" }),
);
rmSync(installed, { recursive: true, force: true });
mkdirSync(installed, { recursive: true });
execFileSync("tar", ["-xzf", join(box, filename), "-C", installed, "--strip-components=1"]);
rmSync(box, { recursive: true });
