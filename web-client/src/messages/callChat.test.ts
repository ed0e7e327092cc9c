import { expect, test } from "vitest";
import { FakeSignaling } from "../call/testing/fakeSignaling";
import { roomState, settle } from "../call/testing/scene";
import type { Draft, Message } from "../protocol/message";
import { CallChat } from "./callChat";
import type { ChatSource } from "./consultationSource";

class PlayedChat implements ChatSource {
  selfId: string | null = null;
  kept: Message[] = [];
  reads: string[] = [];
  lists = 0;
  uploading: Promise<void> = Promise.resolve();

  write(senderId: string, content = "hello"): Message {
    const message: Message = {
      id: `00${this.kept.length}`,
      conversationId: "k",
      senderId,
      senderName: senderId,
      content,
      type: "text",
      timestamp: "2026-11-21T10:00:00Z",
      status: "sent",
    };
    this.kept.push(message);
    return message;
  }
  async older() {
    this.lists += 1;
    this.selfId = "me";
    return this.kept.toReversed();
  }
  async newer(after: string) {
    return this.kept.filter(({ id }) => id > after);
  }
  async send({ clientId }: Draft) {
    return { ...this.write("me"), clientId };
  }
  async upload(_file: File, onProgress: (part: number) => void) {
    onProgress(0.5);
    await this.uploading;
    return { fileUrl: "/f/1" };
  }
  async file() {
    return new Blob();
  }
  async read(id: string) {
    this.reads.push(id);
  }
}

async function inCall(source = new PlayedChat()) {
  const signaling = new FakeSignaling();
  const chat = new CallChat(signaling, source);
  signaling.emit("room_state", roomState());
  await settle();
  return { chat, signaling, source };
}

test("what was said before one came in is there and is no news", async () => {
  const source = new PlayedChat();
  source.write("doctor");
  const { chat } = await inCall(source);
  expect(chat.thread.getSnapshot().entries).toHaveLength(1);
  expect(chat.getSnapshot()).toEqual({ unread: 0, latest: null, selfId: "me" });
});

test("what others write while nobody looks is counted, also what came while the socket was lost", async () => {
  const { chat, signaling, source } = await inCall();
  signaling.emit("new_message", source.write("doctor"));
  signaling.emit("new_message", source.write("me"));
  expect(chat.getSnapshot().unread).toBe(1);
  source.write("doctor", "second");
  signaling.emit("room_state", roomState());
  await settle();
  expect(chat.getSnapshot()).toMatchObject({ unread: 2, latest: { content: "second" } });
  expect(source.reads).toEqual([]);
});

test("told twice it counts once", async () => {
  const { chat, signaling, source } = await inCall();
  const message = source.write("doctor");
  signaling.emit("new_message", message);
  signaling.emit("new_message", message);
  expect(chat.getSnapshot().unread).toBe(1);
});

test("looking reads, and what comes meanwhile is read at once", async () => {
  const { chat, signaling, source } = await inCall();
  signaling.emit("new_message", source.write("doctor"));
  chat.setOpen(true);
  signaling.emit("new_message", source.write("doctor"));
  expect(chat.getSnapshot().unread).toBe(0);
  expect(source.reads).toEqual(["000", "001"]);
  chat.setOpen(false);
  signaling.emit("new_message", source.write("doctor"));
  expect(chat.getSnapshot().unread).toBe(1);
});

test("who waits before the door reads nothing", async () => {
  const signaling = new FakeSignaling();
  const source = new PlayedChat();
  new CallChat(signaling, source);
  signaling.emit("room_state", roomState({ lobby: { state: "waiting" } }));
  await settle();
  expect(source.lists).toBe(0);
});

test("a file on its way says how much of it is up", async () => {
  const source = new PlayedChat();
  let finish = () => {};
  source.uploading = new Promise((resolve) => {
    finish = resolve;
  });
  const { chat } = await inCall(source);
  chat.thread.sendFile(new File(["x"], "x.txt"));
  await settle();
  expect(chat.thread.getSnapshot().entries[0]?.outgoing?.progress).toBe(0.5);
  finish();
  await settle();
  expect(chat.thread.getSnapshot().entries).toMatchObject([{ message: { senderId: "me" } }]);
});
