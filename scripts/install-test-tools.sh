#!/usr/bin/env bash
# Installs the browsers, ffmpeg, a TURN client and the tools of network namespaces when root and apt-get are there; otherwise says what is missing.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
./browsers.sh chromium >/dev/null || missing+=(chromium)
./browsers.sh firefox >/dev/null || missing+=(firefox-esr)
command -v ffmpeg >/dev/null || missing+=(ffmpeg)
command -v ip >/dev/null || missing+=(iproute2)
command -v nft >/dev/null || missing+=(nftables)
command -v turnutils_uclient >/dev/null || missing+=(coturn)
[[ ${#missing[@]} -eq 0 ]] && exit 0

if [[ $(id -u) -eq 0 ]] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  echo "installing ${missing[*]}"
  if apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
    # Of coturn the client alone is wanted: its server would take a port of this machine.
    if [[ " ${missing[*]} " == *" coturn "* && -d /run/systemd/system ]]; then systemctl disable --now coturn; fi
    exit 0
  fi
fi
echo "!!! MISSING: ${missing[*]}. Tests that need them are skipped. On Debian: sudo apt-get install ${missing[*]}" >&2
exit 1
