import { expect, test } from "vitest";
import { serverPort } from "./serverPort";

test("the port is that of the first candidate", () => {
  const lines = [
    "m=audio 9 UDP/TLS/RTP/SAVPF 111",
    "a=candidate:1 1 udp 2130706431 192.0.2.1 8443 typ host",
    "a=candidate:2 1 tcp 2105524479 2001:db8::1 8443 typ host tcptype passive",
  ];
  expect(serverPort(lines.join("\r\n"))).toBe(8443);
  expect(serverPort("v=0\r\n")).toBeNull();
});
