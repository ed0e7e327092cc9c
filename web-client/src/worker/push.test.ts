import { beforeEach, expect, test } from "vitest";
import { showPushMessages } from "./push";

const words = {
  title: "Incoming call",
  body: "Dr Ada",
  tag: "call:1",
  path: "/webrtc",
  urgent: true,
};

let shown: { title: string; options: { tag: string; data: string } }[];
let deeds: string[];
let windows: WindowClient[];
let listeners: Map<string, (event: unknown) => void>;

beforeEach(() => {
  shown = [];
  deeds = [];
  windows = [];
  listeners = new Map();
  showPushMessages(scope());
});

test("a message is shown while no page is looked at", async () => {
  windows = [openWindow("/webrtc")];
  await push(words);
  expect(shown).toMatchObject([{ title: "Incoming call", options: { tag: "call:1", data: "/webrtc" } }]);
});

test("a page that is looked at tells by itself", async () => {
  windows = [openWindow("/webrtc", false, "visible")];
  await push(words);
  expect(shown).toEqual([]);
});

test("what the server never says is not shown, and leads nowhere else", async () => {
  await push("nonsense");
  await push({ title: 1 });
  expect(shown).toEqual([]);
  for (const path of ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", 1])
    await push({ ...words, path });
  expect(shown.map(({ options }) => options.data)).toEqual(["/", "/", "/", "/"]);
});

test("a click opens the page where none is open", async () => {
  await click("/webrtc");
  expect(deeds).toEqual(["open /webrtc"]);
});

test("a click shows the page that is there already", async () => {
  windows = [openWindow("/history"), openWindow("/webrtc")];
  await click("/webrtc");
  expect(deeds).toEqual(["focus /webrtc"]);
});

test("a click leads an open page there, and never one that is in a call", async () => {
  windows = [openWindow("/conference/1"), openWindow("/history")];
  await click("/conference/2");
  expect(deeds).toEqual(["navigate /history to /conference/2", "focus /conference/2"]);
  deeds = [];
  windows = [openWindow("/meet/1")];
  await click("/webrtc");
  expect(deeds).toEqual(["focus /meet/1"]);
});

test("a page that cannot be led gets a window beside it", async () => {
  windows = [openWindow("/history", true)];
  await click("/patient");
  expect(deeds).toEqual(["open /patient"]);
});

async function push(said: unknown): Promise<void> {
  const json = () => (typeof said === "string" ? (JSON.parse(said) as unknown) : said);
  await happens("push", { data: { json } });
}

async function click(data: string): Promise<void> {
  await happens("notificationclick", { notification: { data, close: () => undefined } });
}

async function happens(name: string, event: object): Promise<void> {
  let done: Promise<unknown> = Promise.resolve();
  listeners.get(name)?.({ ...event, waitUntil: (promise: Promise<unknown>) => (done = promise) });
  await done;
}

/** A page that is open, as a worker sees it; `foreign` where it opened before the worker. */
function openWindow(path: string, foreign = false, visibilityState = "hidden"): WindowClient {
  const window = {
    url: `https://clinic.example${path}`,
    visibilityState,
    focus: () => Promise.resolve(void deeds.push(`focus ${path}`)),
    navigate(to: string) {
      if (foreign) return Promise.reject(new TypeError("not controlled"));
      deeds.push(`navigate ${path} to ${to}`);
      return Promise.resolve(openWindow(to));
    },
  };
  return window as unknown as WindowClient;
}

/** As much of a worker's surroundings as messages use. */
function scope(): ServiceWorkerGlobalScope {
  const surroundings = {
    addEventListener: (name: string, listener: (event: unknown) => void) => listeners.set(name, listener),
    registration: {
      showNotification(title: string, options: { tag: string; data: string }) {
        shown.push({ title, options });
        return Promise.resolve();
      },
    },
    clients: {
      matchAll: () => Promise.resolve(windows),
      openWindow: (path: string) => Promise.resolve(void deeds.push(`open ${path}`)),
    },
  };
  return surroundings as unknown as ServiceWorkerGlobalScope;
}
