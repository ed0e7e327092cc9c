#!/usr/bin/env bash
# Installs the browsers, ffmpeg, a TURN client, a reverse proxy, PostgreSQL, promtool and the tools of network namespaces when root and apt-get are there; otherwise says what is missing.
set -euo pipefail
cd "$(dirname "$0")"

# The authority that tests get certificates from; Debian has no package of it. Without Go those tests are skipped.
pebble() { command -v pebble || ls "$(go env GOPATH)/bin/pebble"; }
if command -v go >/dev/null && ! pebble >/dev/null 2>&1; then
  go install github.com/letsencrypt/pebble/v2/cmd/pebble@v2.10.1 || echo "!!! MISSING: pebble could not be installed" >&2
fi

# Clients in Python, for tests that are skipped without them.
clients=../target/python-clients
if [[ ! -x $clients/bin/schemathesis ]] && command -v python3 >/dev/null; then
  { python3 -m venv "$clients" && "$clients/bin/pip" install -q "python-socketio[client]==5.18.1" "requests==2.34.2" "schemathesis==4.32.5"; } ||
    echo "!!! MISSING: python-socketio, schemathesis could not be installed" >&2
fi

missing=()
./browsers.sh chromium >/dev/null || missing+=(chromium)
./browsers.sh firefox >/dev/null || missing+=(firefox-esr)
command -v ffmpeg >/dev/null || missing+=(ffmpeg)
command -v ip >/dev/null || missing+=(iproute2)
command -v nft >/dev/null || missing+=(nftables)
command -v turnutils_uclient >/dev/null || missing+=(coturn)
[[ -x /usr/sbin/nginx ]] || missing+=(nginx-light)
[[ -e /usr/lib/nginx/modules/ngx_stream_module.so ]] || missing+=(libnginx-mod-stream)
command -v promtool >/dev/null || missing+=(prometheus)
./with-postgres.sh --check >/dev/null 2>&1 || missing+=(postgresql)
[[ ${#missing[@]} -eq 0 ]] && exit 0

if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  echo "installing ${missing[*]}"
  # PostgreSQL's package makes a cluster and starts it, unless it is told not to.
  if [[ " ${missing[*]} " == *" postgresql "* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
  fi
  if apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
    # The programs alone are wanted: as services they would take ports of this machine.
    if [[ -d /run/systemd/system ]]; then
      if [[ " ${missing[*]} " == *" coturn "* ]]; then systemctl disable --now coturn; fi
      if [[ " ${missing[*]} " == *" nginx-light "* ]]; then systemctl disable --now nginx; fi
      if [[ " ${missing[*]} " == *" prometheus "* ]]; then systemctl disable --now prometheus; fi
    fi
    exit 0
  fi
fi
echo "!!! MISSING: ${missing[*]}. Tests that need them are skipped. On Debian: sudo apt-get install ${missing[*]}" >&2
exit 1
