// What a host sends to others than the browsers that came to it.

import { execFileSync } from "node:child_process";

const INSIDE = ["netns", "exec", process.env.E2E_QUIET_NAMESPACE ?? ""];

/** The addresses of the browsers' host: they try their way from each of them. */
const BROWSERS = "10.78.0.2, 10.77.0.1";

/** The words that start a program on the quiet host. */
export const ON_THE_QUIET_HOST = ["ip", ...INSIDE];

/** Packets since the capture began. */
export interface Captured {
  /** To a DNS server, this host's own resolver too, or by multicast DNS. */
  names: number;
  /** To anybody else who is no browser. */
  strangers: number;
}

/** Begins to count; the kernel's own words to its neighbours (RFC 4861, RFC 3810) do not. */
export function beginCapture(): void {
  run(
    ["nft", "-f", "-"],
    `table inet capture {}
delete table inet capture
table inet capture {
  counter names {}
  counter strangers {}
  set seen { typeof ip daddr . meta l4proto; flags dynamic; size 64; }
  set seen6 { typeof ip6 daddr . meta l4proto; flags dynamic; size 64; }
  chain out {
    type filter hook output priority 0
    meta l4proto { tcp, udp } th dport { 53, 853, 5353 } counter name names accept
    oifname "lo" accept
    ip daddr { ${BROWSERS} } accept
    icmpv6 type { mld2-listener-report, nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept
    counter name strangers
    add @seen { ip daddr . meta l4proto }
    add @seen6 { ip6 daddr . meta l4proto }
  }
}
`,
  );
}

export function captured(): Captured {
  const listed = run(["nft", "list", "counters"]);
  const count = (name: string) =>
    Number(new RegExp(`counter ${name} {\\s+packets (\\d+)`).exec(listed)?.[1] ?? Number.NaN);
  return { names: count("names"), strangers: count("strangers") };
}

/** The addresses of strangers, for a message to people. */
export const strangers = (): string => run(["nft", "list", "table", "inet", "capture"]);

/** Sends a datagram from the quiet host. */
export function sendFromThere(address: string, port: number): void {
  run(["bash", "-c", `echo lost > /dev/udp/${address}/${port}`]);
}

function run(words: string[], input = ""): string {
  return execFileSync("ip", [...INSIDE, ...words], {
    input,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "inherit"],
  });
}
