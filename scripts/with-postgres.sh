#!/usr/bin/env bash
# Runs a command while a PostgreSQL server of its own is there: with-postgres.sh COMMAND... The server's data and its only
# door, a Unix socket that VESTIBULE_TEST_POSTGRES names, are in a temporary directory; both go with the command.
# `--check` says what is missing.
set -euo pipefail

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [[ ! -x ${bin:-}/postgres ]]; then
  echo "needs PostgreSQL: apt-get install postgresql" >&2
  exit 1
fi
# PostgreSQL refuses to run as root.
as=()
if [[ $(id -u) -eq 0 ]]; then
  if ! id postgres >/dev/null 2>&1; then
    echo "needs the user postgres" >&2
    exit 1
  fi
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
if [[ ${1:-} == --check ]]; then exit 0; fi

home=$(mktemp -d "${TMPDIR:-/tmp}/vestibule-postgres.XXXXXX")
server=
cleanup() {
  if [[ -n $server ]]; then
    kill -INT "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$home"
}
trap cleanup EXIT
trap 'exit 130' INT TERM
if [[ ${#as[@]} -gt 0 ]]; then chown postgres: "$home"; fi

cd "$home"
"${as[@]}" "$bin/initdb" --pgdata=data --username=vestibule --auth=trust --encoding=UTF8 --locale=C --no-sync >initdb.log
# Tests need no safety from power cuts; those that kill the server's clients lose nothing by this.
"${as[@]}" "$bin/postgres" -D data -c listen_addresses= -c unix_socket_directories="$home" -c unix_socket_permissions=0777 \
  -c fsync=off -c full_page_writes=off -c max_connections=400 -c log_min_messages=fatal >server.log 2>&1 &
server=$!
for _ in {1..300}; do
  if "$bin/pg_isready" --quiet --host="$home" --username=vestibule; then break; fi
  kill -0 "$server" 2>/dev/null || { cat server.log >&2; exit 1; }
  sleep 0.1
done
cd "$OLDPWD"
VESTIBULE_TEST_POSTGRES="postgres://vestibule@${home//\//%2F}" "$@"
