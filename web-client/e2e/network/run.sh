#!/usr/bin/env bash
# Runs the scenarios of a bad network: the server in one network namespace, the patient's browser in another, between them
# `impairment` in a third. Nothing outside of these namespaces is touched or gets a packet; they end with this script.
#   run.sh --check     says why it cannot run here and ends with 1
#   run.sh [ARGS...]   ARGS go to Playwright
set -euo pipefail
cd "$(dirname "$0")/.."
root=$(cd ../.. && pwd)
prefix=vestibule-$$
server=$prefix-server client=$prefix-client path=$prefix-path quiet=$prefix-quiet

# Why the scenarios cannot run on this machine; nothing when they can.
obstacle() {
  [[ $(uname) == Linux ]] || { echo "needs network namespaces, which Linux has"; return; }
  [[ $(id -u) -eq 0 ]] || { echo "needs root, to make network namespaces"; return; }
  local tool
  for tool in ip nft ffmpeg; do
    command -v "$tool" >/dev/null || { echo "needs $tool: apt-get install iproute2 nftables ffmpeg"; return; }
  done
  "$root/scripts/browsers.sh" chromium >/dev/null || { echo "needs chromium: apt-get install chromium"; return; }
  ip netns add "$path" 2>/dev/null || { echo "may not make network namespaces (CAP_SYS_ADMIN)"; return; }
  ip -n "$path" tuntap add dev probe mode tun 2>/dev/null || echo "may not make devices (CAP_NET_ADMIN, /dev/net/tun)"
}

# Namespaces that runs which were killed left behind; a living run's stay.
sweep() {
  local name pid
  for name in $(ip netns list 2>/dev/null | awk '/^vestibule-[0-9]+-/ { print $1 }'); do
    pid=${name#vestibule-} pid=${pid%%-*}
    [[ -d /proc/$pid ]] || ip netns del "$name"
  done
}

clean() {
  local name pid
  for name in $server $client $path $quiet; do
    [[ -e /run/netns/$name ]] || continue
    # Whoever runs in there was started here.
    for pid in $(ip netns pids "$name"); do kill -KILL "$pid" 2>/dev/null || true; done
    ip netns del "$name" || true
  done
  rm -rf "${room:-}"
}
trap clean EXIT
trap 'exit 130' INT TERM

reason=$(obstacle)
if [[ -n $reason ]]; then
  echo "$reason" >&2
  exit 1
fi
if [[ ${1:-} == --check ]]; then exit 0; fi

sweep
room=$(mktemp -d)
ip netns del "$path"
for name in $server $client $path $quiet; do
  ip netns add "$name"
  ip -n "$name" link set lo up
done

# The bridge ends when its input does, so it outlives nobody who holds the other end of this pipe.
exec {bridge}> >(exec ip netns exec "$path" "$root/target/debug/impairment" server client "$room/control" "${E2E_SEED:-1}")
for _ in {1..100}; do
  [[ -S $room/control ]] && break
  sleep 0.1
done
[[ -S $room/control ]] || { echo "the bridge did not start" >&2; exit 1; }

# plug NAMESPACE DEVICE HOST: moves a device of the bridge there, with the addresses that end in HOST.
plug() {
  ip -n "$path" link set "$2" netns "$1"
  ip -n "$1" addr add "10.77.0.$3/24" dev "$2"
  ip -n "$1" addr add "fd77::$3/64" dev "$2" nodad
  ip -n "$1" link set "$2" up
}
plug "$server" server 1
plug "$client" client 2

# A host with nothing on it but a server of a scenario's own. Browsers reach it by one device; all else that it might send
# goes to another, behind which nobody is.
ip -n "$quiet" link add near type veth peer name quiet netns "$server"
ip -n "$quiet" link add outside type veth peer name nobody netns "$path"
ip -n "$quiet" addr add 10.78.0.1/24 dev near
ip -n "$server" addr add 10.78.0.2/24 dev quiet
for device in near outside; do ip -n "$quiet" link set "$device" up; done
ip -n "$server" link set quiet up
ip -n "$path" link set nobody up
ip -n "$quiet" route add default dev outside
ip -n "$quiet" -6 route add default dev outside

# An address that is gone is gone for open sockets too, as when a phone leaves a network.
ip netns exec "$client" sh -c 'echo 0 > /proc/sys/net/ipv4/ip_early_demux'

# A one-to-one NAT in front of the server, as clouds have it. Not on the server's own host: Linux gives segmented datagrams
# wrong checksums when it translates them on their way to a device that computes none, as a TUN device.
for name in $server $client; do
  ip -n "$name" route add 203.0.113.7 dev "${name##*-}"
  ip netns exec "$name" nft -f - <<'RULES'
table ip external {
  chain outside { type nat hook output priority -100; ip daddr 203.0.113.7 dnat to 10.77.0.1; }
}
RULES
done

export PATH="$PWD/node_modules/.bin:$PATH"
export E2E_CHROMIUM E2E_CLIENT_NAMESPACE=$client E2E_QUIET_NAMESPACE=$quiet E2E_PATH_CONTROL=$room/control
E2E_CHROMIUM=$("$root/scripts/browsers.sh" chromium)
ip netns exec "$server" playwright test --config network/playwright.config.ts "$@" {bridge}>&-
