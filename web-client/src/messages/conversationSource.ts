import type { ApiClient } from "../protocol/apiClient";
import { listMessages, readMessage, sendMessage, uploadFile } from "../protocol/conversations";
import { pageSize, type ThreadSource } from "./threadSource";

/** The messages of a conversation outside a call. */
export function conversationSource(api: ApiClient, id: string): ThreadSource {
  return {
    older: (before) => listMessages(api, id, { cursor: before }, pageSize),
    newer: (after) => listMessages(api, id, { after }, pageSize),
    send: (draft) => sendMessage(api, id, draft),
    upload: (file) => uploadFile(api, id, file),
    read: (messageId) => readMessage(api, messageId),
  };
}
