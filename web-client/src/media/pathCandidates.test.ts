import { expect, test } from "vitest";
import { narrowed, relayPort, relaysThroughTls } from "./pathCandidates";

const before = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n";
const udp = "a=candidate:1 1 udp 2130706431 192.0.2.1 443 typ host\r\n";
const tcp = "a=candidate:2 1 tcp 1694498815 192.0.2.1 444 typ host tcptype passive\r\n";
const after = "a=end-of-candidates\r\n";

test("an answer keeps the candidates of one path alone", () => {
  const answer = before + udp + tcp + after;
  expect(narrowed(answer, "udp")).toEqual({ sdp: before + udp + after, port: 443 });
  expect(narrowed(answer, "tcp")).toEqual({ sdp: before + tcp + after, port: 444 });
  expect(narrowed(answer, "turn_tls")).toEqual({ sdp: before + udp + after, port: 443 });
});

test("a server without candidates of a path offers none", () => {
  expect(narrowed(before + udp + after, "tcp")).toEqual({ sdp: before + after, port: null });
});

test("of the relays those through TLS stay", () => {
  const [plain, tls] = ["turn:192.0.2.1:443?transport=tcp", "turns:clinic.example:8443?transport=tcp"];
  const servers = [{ urls: [plain, tls], username: "a", credential: "b" }, { urls: plain }];
  const relays = relaysThroughTls(servers);
  expect(relays).toEqual([{ urls: [tls], username: "a", credential: "b" }]);
  expect(relayPort(relays)).toBe(8443);
  expect(relayPort([{ urls: "turns:clinic.example" }])).toBe(5349);
  expect(relayPort([])).toBeNull();
});
