#!/usr/bin/env bash
# Runs every test: all suites even when one fails, then one line that adds them up. Logs stay in artifacts/logs.
set -euo pipefail
cd "$(dirname "$0")/.."

logs=artifacts/logs
mkdir -p "$logs"
export CI="${CI:-1}" NO_COLOR=1 CARGO_TERM_COLOR=never PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
passed=0 failed=0 skipped=0
broken=() flaky=()

# suite NAME MINUTES COMMAND...: runs a suite; its counts are read from its own summary.
suite() {
  local name=$1 minutes=$2 started=$SECONDS code=0
  shift 2
  echo "=== $name"
  timeout --signal=INT --kill-after=20 "${minutes}m" "$@" </dev/null 2>&1 | tee "$logs/$name.log" || code=$?
  read -r good bad left < <(scripts/count-tests.sh "$logs/$name.log")
  # A suite that failed without saying which test (it did not build, it hung) is one failure.
  if [[ $code -ne 0 && $bad -eq 0 ]]; then bad=1; fi
  if [[ $bad -ne 0 ]]; then broken+=("$name"); fi
  if grep -qE '^  [0-9]+ flaky$' "$logs/$name.log"; then flaky+=("$name"); fi
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left))
  echo "--- $name: $good passed, $bad failed, $left skipped ($((SECONDS - started)) s)"
}

skip() {
  echo "!!! SKIPPED: $1: $2" >&2
  skipped=$((skipped + 1))
}

end_to_end() (
  cd web-client/e2e
  npm ci
  npm test
)

# Needs what end_to_end installed.
network() {
  cargo build --locked -p impairment
  web-client/e2e/network/run.sh
}
export -f end_to_end network

scripts/install-test-tools.sh || true
suite web-build 10 make --no-print-directory web
suite laws 2 bash -c 'node --test scripts/laws && node scripts/laws.mjs'
suite monitoring 2 node scripts/monitoring.mjs
suite web-client 10 npm --prefix web-client test
suite web-library 10 npm --prefix web-client run test:library
suite rust 25 cargo test --workspace --locked --no-fail-fast
if obstacle=$(scripts/with-postgres.sh --check 2>&1); then
  suite postgres 15 scripts/with-postgres.sh scripts/postgres-tests.sh
else
  skip postgres "$obstacle"
fi
if obstacle=$(scripts/schemathesis.sh --check 2>&1); then
  suite schemathesis 10 scripts/schemathesis.sh
else
  skip schemathesis "$obstacle"
fi
if scripts/browsers.sh chromium >/dev/null && command -v ffmpeg >/dev/null; then
  # The executable is there already: its own tests needed it.
  suite end-to-end 35 bash -c end_to_end
else
  skip end-to-end "needs chromium and ffmpeg: apt-get install chromium firefox-esr ffmpeg"
fi
if obstacle=$(web-client/e2e/network/run.sh --check 2>&1); then
  suite network 15 bash -c network
else
  skip network "$obstacle"
fi

# The last lines of a long run are those that are read: which tests failed, and their first words.
for name in "${flaky[@]}"; do
  echo "passed at the second try in $name:"
  sed -n '/^  [0-9]\+ flaky$/,/^  [0-9]\+ [a-z ]*/{/›/p}' "$logs/$name.log" | head -n 10
done
for name in "${broken[@]}"; do
  echo "failed suite: $name ($logs/$name.log)"
  grep -E '^test .+ \.\.\. FAILED$|^ +✘ |^ +✖ | FAIL |^ +Error: |^error(\[|:)' "$logs/$name.log" | cut -c1-200 | head -n 20 || true
done
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed -eq 0 ]]
