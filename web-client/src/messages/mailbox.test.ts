import { afterEach, expect, test, vi } from "vitest";
import { FakeSignaling } from "../call/testing/fakeSignaling";
import type { Conversation, Message } from "../protocol/message";
import { Mailbox, unreadOf } from "./mailbox";
import type { ThreadSource } from "./threadSource";

const conversation: Conversation = {
  id: "c",
  patientId: "p",
  medecinId: "d",
  patientName: "Anne Vasseur",
  medecinName: "Dr Claire Moreau",
  createdAt: "2025-11-21T10:00:00Z",
  updatedAt: "2025-11-21T10:00:00Z",
  lastMessage: null,
  unreadCount: 0,
  status: "active",
  blockedBy: null,
};

const message = (id: string, senderId: string): Message => ({
  id,
  conversationId: "c",
  senderId,
  senderName: "Anne Vasseur",
  content: id,
  type: "text",
  timestamp: "2025-11-21T10:05:00Z",
  status: "sent",
});

async function opened() {
  const read = vi.fn(async () => undefined);
  const source = { older: async () => [], newer: async () => [], read } as unknown as ThreadSource;
  const list = vi.fn(async () => [
    conversation,
    { ...conversation, id: "b", updatedAt: "2025-11-21T10:02:00Z" },
  ]);
  const mailbox = new Mailbox({ list, thread: () => source }, "d");
  const signaling = new FakeSignaling();
  mailbox.listen(signaling);
  await mailbox.load();
  return { mailbox, signaling, list, read };
}

const ids = (mailbox: Mailbox) => mailbox.getSnapshot().conversations.map(({ id }) => id);

afterEach(() => {
  vi.useRealTimers();
});

test("a message that comes moves its conversation up and counts until it is read", async () => {
  const { mailbox, signaling, read } = await opened();
  expect(ids(mailbox)).toEqual(["b", "c"]);
  signaling.emit("new_message", message("1", "p"));
  signaling.emit("new_message", message("2", "d"));
  expect([ids(mailbox), unreadOf(mailbox.getSnapshot())]).toEqual([["c", "b"], 1]);
  await mailbox.thread("c").load();
  mailbox.thread("c").received(message("1", "p"));
  mailbox.read("c");
  expect(read).toHaveBeenCalledWith("1");
  expect(unreadOf(mailbox.getSnapshot())).toBe(0);
});

test("what another device of one's own read counts no more", async () => {
  const { mailbox, signaling } = await opened();
  signaling.emit("new_message", message("1", "p"));
  signaling.emit("message_read", { conversationId: "c", messageId: "1", readerId: "d" });
  expect(unreadOf(mailbox.getSnapshot())).toBe(0);
});

test("a conversation that is not known yet is asked for, as is everything after a connect", async () => {
  const { signaling, list } = await opened();
  signaling.emit("new_message", { ...message("1", "p"), conversationId: "new" });
  expect(list).toHaveBeenCalledTimes(2);
  signaling.emit("messages_synced", { complete: false });
  expect(list).toHaveBeenCalledTimes(3);
});

test("who writes is shown until they send, stop or fall silent", async () => {
  vi.useFakeTimers();
  const { mailbox, signaling } = await opened();
  const typing = (is: boolean) =>
    signaling.emit("typing", { conversationId: "c", senderId: "p", senderName: "Anne Vasseur", typing: is });
  const writer = () => mailbox.getSnapshot().typing.get("c");
  typing(true);
  expect(writer()).toBe("Anne Vasseur");
  typing(false);
  expect(writer()).toBeUndefined();
  typing(true);
  signaling.emit("new_message", message("1", "p"));
  expect(writer()).toBeUndefined();
  typing(true);
  vi.advanceTimersByTime(6_000);
  expect(writer()).toBeUndefined();
});
