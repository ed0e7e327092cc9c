import { expect, test } from "vitest";
import { ApiError } from "../protocol/apiError";
import type { Draft, Message } from "../protocol/message";
import { Thread } from "./thread";
import { pageSize, type ThreadSource } from "./threadSource";

const me = "me";

/** A server that keeps messages by `clientId`, and fails where it is told to. */
class PlayedSource implements ThreadSource {
  kept: Message[] = [];
  uploads = 0;
  reads: string[] = [];
  /** Thrown by the next sends, before or after the message was kept. */
  failures: ("before" | "after")[] = [];

  write(content: string, senderId = "other", clientId?: string): Message {
    const id = `0000-${String(this.kept.length).padStart(4, "0")}`;
    const words = { id, conversationId: "c", senderId, senderName: "", content, type: "text" as const };
    const message: Message = {
      ...words,
      timestamp: "2025-11-21T10:00:00Z",
      status: "sent",
      ...(clientId && { clientId }),
    };
    this.kept.push(message);
    return message;
  }

  async older(before: string | null) {
    const end = before ? this.kept.findIndex(({ id }) => id === before) : this.kept.length;
    return this.kept.slice(Math.max(0, end - pageSize), end).reverse();
  }

  async newer(after: string) {
    const start = this.kept.findIndex(({ id }) => id === after) + 1;
    return this.kept.slice(start, start + pageSize);
  }

  async send({ clientId, content }: Draft) {
    const failure = this.failures.shift();
    if (failure === "before") throw new ApiError("unreachable");
    const known = this.kept.find((message) => message.clientId === clientId);
    const message = known ?? this.write(content, me, clientId);
    if (failure === "after") throw new ApiError("unreachable");
    return message;
  }

  async upload() {
    this.uploads += 1;
    return { fileUrl: "/f/1", fileType: "application/pdf" };
  }

  async read(id: string) {
    this.reads.push(id);
  }
}

async function opened(source = new PlayedSource()) {
  const thread = new Thread(source);
  await thread.load();
  const words = () =>
    thread
      .getSnapshot()
      .entries.map(({ message, outgoing }) => message?.content ?? `…${outgoing?.draft.content}`);
  return { source, thread, words };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("messages are sent in the order in which they were written", async () => {
  const { thread, words, source } = await opened();
  thread.send("one");
  thread.send("two");
  expect(words()).toEqual(["…one", "…two"]);
  await settled();
  expect(words()).toEqual(["one", "two"]);
  expect(source.kept).toHaveLength(2);
});

test("a message whose answer is lost stays in its place and is not doubled by trying again", async () => {
  const { thread, words, source } = await opened();
  source.failures = ["after"];
  thread.send("one");
  await settled();
  expect(thread.getSnapshot().entries[0]?.outgoing?.problem).toBe("unreachable");
  await thread.catchUp();
  await settled();
  expect(words()).toEqual(["one"]);
  expect(source.kept).toHaveLength(1);
});

test("a message that was not sent can be given up", async () => {
  const { thread, words, source } = await opened();
  source.failures = ["before"];
  thread.send("one");
  await settled();
  thread.discard(thread.getSnapshot().entries[0]?.key ?? "");
  await thread.catchUp();
  expect([words(), source.kept]).toEqual([[], []]);
});

test("a file goes up once, however often its message is tried", async () => {
  const { thread, source } = await opened();
  source.failures = ["before"];
  thread.sendFile(new File(["x"], "a.pdf"));
  await settled();
  thread.again(thread.getSnapshot().entries[0]?.key ?? "");
  await settled();
  expect([source.uploads, source.kept.length]).toEqual([1, 1]);
});

test("what is told twice is shown once, and a status never goes back", async () => {
  const { thread, source, words } = await opened();
  const message = source.write("hello", me);
  thread.received(message);
  thread.reached(message.id, "read");
  thread.received(message);
  thread.reached(message.id, "delivered");
  expect(words()).toEqual(["hello"]);
  expect(thread.getSnapshot().entries[0]?.message?.status).toBe("read");
});

test("a thread pages upwards and catches up downwards", async () => {
  const source = new PlayedSource();
  for (let number = 0; number < pageSize + 5; number += 1) source.write(String(number));
  const { thread, words } = await opened(source);
  expect([words()[0], thread.getSnapshot().hasOlder]).toEqual(["5", true]);
  await thread.loadOlder();
  expect([words()[0], thread.getSnapshot().hasOlder]).toEqual(["0", false]);
  for (let number = 0; number < pageSize + 5; number += 1) source.write(`new ${number}`);
  await thread.catchUp();
  expect(words()).toHaveLength(2 * (pageSize + 5));
});

test("the last message of the other is read once", async () => {
  const { thread, source } = await opened();
  thread.received(source.write("hello"));
  thread.received(source.write("mine", me));
  thread.read(me);
  thread.read(me);
  expect(source.reads).toEqual(["0000-0000"]);
});
