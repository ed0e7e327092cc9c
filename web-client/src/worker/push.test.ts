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
let opened: string[];
let windows: { visibilityState: string; focus: () => Promise<void> }[];
let listeners: Map<string, (event: unknown) => void>;

beforeEach(() => {
  shown = [];
  opened = [];
  windows = [];
  listeners = new Map();
  showPushMessages(scope());
});

test("a message is shown while no page is looked at", async () => {
  windows = [{ visibilityState: "hidden", focus: () => Promise.resolve() }];
  await push(words);
  expect(shown).toMatchObject([{ title: "Incoming call", options: { tag: "call:1", data: "/webrtc" } }]);
});

test("a page that is looked at tells by itself", async () => {
  windows = [{ visibilityState: "visible", focus: () => Promise.resolve() }];
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

test("a click leads to the page, to one that is open first", async () => {
  await click("/webrtc");
  expect(opened).toEqual(["/webrtc"]);
  windows = [{ visibilityState: "hidden", focus: () => Promise.resolve(void opened.push("focused")) }];
  await click("/webrtc");
  expect(opened).toEqual(["/webrtc", "focused"]);
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
      openWindow: (path: string) => Promise.resolve(void opened.push(path)),
    },
  };
  return surroundings as unknown as ServiceWorkerGlobalScope;
}
