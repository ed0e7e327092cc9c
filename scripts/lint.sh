#!/usr/bin/env bash
# Checks everything that needs no running program: all checks even when one fails.
set -euo pipefail
cd "$(dirname "$0")/.."

broken=()
check() {
  local name=$1
  shift
  echo "=== $name"
  "$@" </dev/null || broken+=("$name")
}

cargo_deny() {
  local tool
  tool=$(command -v cargo-deny || echo target/tools/bin/cargo-deny)
  if [[ ! -x $tool && -n ${CI:-} ]]; then
    echo "!!! SKIPPED: licences: cargo-deny is not installed, its build takes minutes" >&2
    return 0
  fi
  if [[ ! -x $tool ]] && ! cargo install cargo-deny --locked --no-default-features --root target/tools; then
    echo "!!! SKIPPED: licences: cargo-deny is not installed and could not be" >&2
    return 0
  fi
  "$tool" check licenses bans sources || return 1
  # The advisories come from the internet; away from it their absence is no mistake of the code.
  if git ls-remote --exit-code https://github.com/RustSec/advisory-db HEAD >/dev/null 2>&1; then
    "$tool" check advisories
  else
    echo "!!! SKIPPED: advisories: their database cannot be reached" >&2
  fi
}

web() (
  cd web-client
  make --no-print-directory -C .. web-client/node_modules/.package-lock.json
  npm run lint && npm run check:arrows && npm run typecheck
)

end_to_end() (
  cd web-client/e2e
  [[ -d node_modules ]] || npm ci
  npm run lint && npm run typecheck
)

check format cargo fmt --all --check
check laws bash -c 'node --test scripts/laws && node scripts/laws.mjs'
check clippy cargo clippy --workspace --all-targets --locked -- -D warnings
check web-client web
check end-to-end end_to_end
check licences cargo_deny

if [[ ${#broken[@]} -gt 0 ]]; then
  echo "failed: ${broken[*]}"
  exit 1
fi
echo "lint: clean"
