import { expect, test } from "vitest";
import { Places } from "./places";
import { joinAnswer } from "./testing/scene";

function memory(): Storage {
  const values = new Map<string, string>();
  return {
    length: 0,
    clear: () => values.clear(),
    key: () => null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

test("a place is found again with its newest token and what was on", () => {
  const storage = memory();
  const join = joinAnswer();
  new Places(storage).keep({ join, entry: null, on: { microphone: true, camera: true }, end: null });
  const places = new Places(storage);
  const iceServers = [{ urls: "turn:192.0.2.1" }];
  places.renewAccess("c", { token: "token 9", iceServers });
  places.change("c", { on: { microphone: false, camera: true } });
  expect(places.find("c")).toMatchObject({
    join: { token: "token 9", ice_servers: iceServers },
    on: { microphone: false },
  });
  places.forget("c");
  expect(places.find("c")).toBeNull();
});

test("what somebody else wrote there is no place", () => {
  const storage = memory();
  storage.setItem("vestibule.place.c", "{");
  expect(new Places(storage).find("c")).toBeNull();
});
