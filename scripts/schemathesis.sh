#!/usr/bin/env bash
# Sends the real server what its own OpenAPI document allows, and what it does not, as an administrator, a doctor, a patient and a
# server; every answer must be as the document says. The document's examples and every rule of its schemas once, the same each
# time; with a number of seconds also made-up requests for so long, as each of them. `--check` says what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD
clients=$root/target/python-clients
st=$clients/bin/schemathesis
if [[ ! -x $st ]]; then
  echo "schemathesis is not installed: scripts/install-test-tools.sh"
  exit 1
fi
[[ ${1:-} == --check ]] && exit 0
phases=examples,coverage seconds=60
if [[ $# -gt 0 ]]; then phases=$phases,fuzzing seconds=$1; fi

cargo build --locked -p vestibule
dir=$(mktemp -d)
server=
stop() {
  if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$dir"
}
trap stop EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
url=http://127.0.0.1:$port
mkdir "$dir/data"
VESTIBULE_LISTEN=127.0.0.1:$port VESTIBULE_PUBLIC_URL=$url VESTIBULE_DATA_DIR=$dir/data VESTIBULE_MEDIA_ADDRESSES=127.0.0.1 \
  "$root/target/debug/vestibule" serve --demo >"$dir/log" 2>&1 &
server=$!
for _ in $(seq 100); do
  if curl -sf "$url/health" >/dev/null; then break; fi
  if ! kill -0 "$server" 2>/dev/null; then
    cat "$dir/log"
    exit 1
  fi
  sleep 0.1
done

token() {
  curl -sf -H 'Content-Type: application/json' -d "{\"email\":\"$1@demo.test\",\"password\":\"vestibule-demo\"}" "$url/api/v1/auth/login" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])'
}
tokens=("$(token admin)" "$(token doctor)" "$(token patient)" vestibule-demo-key)
names=(admin doctor patient server)
export SCHEMATHESIS_HOOKS=hooks PYTHONPATH=$root/scripts/schemathesis PYTHONDONTWRITEBYTECODE=1
# Its caches are left where they are removed.
cd "$dir"
good=0 bad=0
for i in "${!names[@]}"; do
  echo "--- as ${names[i]}"
  if "$st" --config-file "$root/scripts/schemathesis/schemathesis.toml" run "$url/api/v1/openapi.json" \
    --header "Authorization: Bearer ${tokens[i]}" --phases "$phases" \
    --max-examples 10 --max-time "$seconds" --seed 1 --continue-on-failure --no-color --warnings off; then
    good=$((good + 1))
  else
    bad=$((bad + 1))
  fi
done
# In the words of a summary that scripts/count-tests.sh knows.
printf '\n'
if [[ $bad -gt 0 ]]; then printf '  %d failed\n' "$bad"; fi
printf '  %d passed\n' "$good"
[[ $bad -eq 0 ]]
