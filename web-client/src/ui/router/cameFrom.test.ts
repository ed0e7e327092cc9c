import { expect, test } from "vitest";
import { cameFrom, rememberPage } from "./cameFrom";

test("the page before the call is remembered, the call and the way to it are not", () => {
  const kept = new Map<string, string>();
  const tab = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  rememberPage("/conference/join/secret", tab);
  rememberPage("/conference", tab);
  expect(cameFrom(tab)).toBeNull();
  for (const pathname of ["/webrtc", "/chat-message", "/conference/1", "/meet/1"])
    rememberPage(pathname, tab);
  expect(cameFrom(tab)).toBe("/chat-message");
});
