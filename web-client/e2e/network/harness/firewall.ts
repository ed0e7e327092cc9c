// A firewall between the patient's browser and the rest of the world, as hospitals have them.

import { execFileSync } from "node:child_process";

/** No datagram passes, neither way. */
export const NO_UDP = "meta l4proto udp drop";
/**
 * Nor does a byte of a TCP connection whose first is not that of a handshake of TLS (RFC 8446 section 5.1): connections
 * are made, then nothing comes through. Packets without payload have no such byte and pass.
 */
export const TLS_ALONE = `${NO_UDP}
  ct mark 1 accept
  meta l4proto tcp ct direction original @ih,0,8 0x16 ct mark set 1 accept
  meta l4proto tcp @ih,0,8 != 0x16 drop`;

/** Puts the rules on all that the patient's browser sends and receives by its network. */
export function raise(rules: string): void {
  lift();
  nft(`table inet firewall {
  chain out { type filter hook output priority 0; oifname "lo" accept
  ${rules}
  }
  chain in { type filter hook input priority 0; iifname "lo" accept
  ${rules}
  }
}`);
}

/** Takes them away, if there are any. */
export function lift(): void {
  nft("table inet firewall {}\ndelete table inet firewall");
}

function nft(rules: string): void {
  const inside = ["netns", "exec", process.env.E2E_CLIENT_NAMESPACE ?? "", "nft", "-f", "-"];
  execFileSync("ip", inside, { input: rules, stdio: ["pipe", "ignore", "inherit"] });
}
