import { beforeEach, expect, test } from "vitest";
import { keepShell } from "./shell";

const origin = "https://clinic.example";
const kept = { version: "2", files: ["/offline.html", "/assets/call-1a2b.js"] };

let online: boolean;
let cached: Map<string, Map<string, string>>;
let listeners: Map<string, (event: unknown) => void>;

beforeEach(() => {
  online = true;
  cached = new Map([["vestibule-1", new Map([["/offline.html", "old"]])]]);
  listeners = new Map();
  keepShell(scope(), kept);
});

test("what a call loads comes out of the cache, with and without a network", async () => {
  await happens("install");
  online = false;
  expect(await answer("/assets/call-1a2b.js")).toBe("kept");
});

test("a page comes from the server, and without a network says so", async () => {
  await happens("install");
  expect(await answer("/webrtc", "navigate")).toBe("fetched");
  online = false;
  expect(await answer("/webrtc", "navigate")).toBe("kept");
  expect(await answer("/webrtc?later=1", "navigate")).toBe("kept");
});

test("answers of the API, files of others and what changes something are left alone", async () => {
  await happens("install");
  expect(await answer("/api/v1/me")).toBe("left alone");
  expect(await answer("/api/v1/history/export?format=csv", "navigate")).toBe("left alone");
  expect(await answer("/socket.io/?EIO=4")).toBe("left alone");
  expect(await answer("/assets/other-3c4d.js")).toBe("left alone");
  expect(await answer("https://elsewhere.example/assets/call-1a2b.js")).toBe("left alone");
  expect(await answer("/webrtc", "navigate", "POST")).toBe("left alone");
});

test("the cache of an older build goes when its pages are closed", async () => {
  await happens("install");
  expect([...cached.keys()]).toEqual(["vestibule-1", "vestibule-2"]);
  await happens("activate");
  expect([...cached.keys()]).toEqual(["vestibule-2"]);
});

async function happens(name: string): Promise<void> {
  let done: Promise<unknown> = Promise.resolve();
  listeners.get(name)?.({ waitUntil: (promise: Promise<unknown>) => (done = promise) });
  await done;
}

async function answer(path: string, mode = "cors", method = "GET"): Promise<string> {
  let given: Promise<string> | undefined;
  const request = { url: new URL(path, origin).href, mode, method };
  listeners.get("fetch")?.({ request, respondWith: (promise: Promise<string>) => (given = promise) });
  return (await given) ?? "left alone";
}

/** As much of a worker's surroundings as the shell uses. */
function scope(): ServiceWorkerGlobalScope {
  const surroundings = {
    location: { origin },
    addEventListener: (name: string, listener: (event: unknown) => void) => listeners.set(name, listener),
    fetch: () => (online ? Promise.resolve("fetched") : Promise.reject(new TypeError("no network"))),
    clients: { claim: () => Promise.resolve() },
    caches: {
      keys: () => Promise.resolve([...cached.keys()]),
      delete: (name: string) => Promise.resolve(cached.delete(name)),
      open(name: string) {
        const files = cached.get(name) ?? new Map<string, string>();
        cached.set(name, files);
        return Promise.resolve({
          addAll: (paths: string[]) => Promise.resolve(paths.map((path) => files.set(path, "kept"))),
          match: (request: string | { url: string }) =>
            Promise.resolve(files.get(typeof request === "string" ? request : new URL(request.url).pathname)),
        });
      },
    },
  };
  return surroundings as unknown as ServiceWorkerGlobalScope;
}
