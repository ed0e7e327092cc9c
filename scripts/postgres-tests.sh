#!/usr/bin/env bash
# Runs what tests the store once more, on PostgreSQL. The executables are those of `cargo test --workspace`: asked for two
# packages alone, cargo would choose other features and build half of the dependencies anew.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck disable=SC2016 # JavaScript's own dollars
executables='
  require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const { reason, executable, target, manifest_path: manifest, profile } = JSON.parse(line);
    if (reason !== "compiler-artifact" || !executable || !profile.test) return;
    if (/signaling-api.Cargo.toml$/.test(manifest) || target.name === "killed") console.log(executable);
  });'
code=0
while read -r executable; do
  echo "     Running $executable"
  (cd signaling-api && "$executable") || code=$?
done < <(cargo test --workspace --locked --no-run --message-format=json 2>/dev/null | node -e "$executables")
exit "$code"
