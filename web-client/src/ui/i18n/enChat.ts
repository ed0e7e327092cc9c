import type { frChat } from "./frChat";

/** English words of the messages in a call. */
export const enChat: typeof frChat = {
  chat: {
    chat: "Chat",
    chatNamed_one: "Chat, {{count}} new message",
    chatNamed_other: "Chat, {{count}} new messages",
    title: "Messages",
    from: "New message from {{name}}",
    read: "Read",
    empty: "No message yet. What you write is read by those in the call.",
    failed: "The messages do not come.",
    older: "Older messages",
    write: "Write a message",
    send: "Send",
    attach: "Attach a file",
    sending: "Sending",
    uploading: "Sending {{name}}",
    notSent: "Not sent",
    again: "Send again",
    discard: "Delete",
    image: "Image",
    file: "File",
    download: "Download {{name}}",
    system: {
      consultation_started: "The consultation began at {{time}}",
      consultation_ended: "The consultation ended at {{time}}",
    },
    problems: {
      unreachable: "The server does not answer.",
      too_large: "This file is too large.",
      unsupported_media_type: "This kind of file is not accepted. Try an image or a PDF.",
      file_refused: "The clinic refuses this file.",
      conversation_blocked: "This conversation is closed.",
      consultation_ended: "The consultation is over.",
      rate_limited: "Too many messages. Wait a minute.",
      other: "The message was not sent.",
    },
  },
};
