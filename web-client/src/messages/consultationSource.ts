import type { ApiClient } from "../protocol/apiClient";
import { listChat, readChat, sendToChat, uploadToChat } from "../protocol/consultationChat";
import { pageSize, type ThreadSource } from "./threadSource";

/** A thread's source that knows who reads it. */
export interface ChatSource extends ThreadSource {
  /** Oneself, as `senderId` of one's messages; null before the first page. */
  readonly selfId: string | null;
  /** The bytes of a file that a message names. */
  file(url: string): Promise<Blob>;
}

/** The chat of a consultation, seen from a place in the call. */
export function consultationSource(api: ApiClient, id: string, token: () => string): ChatSource {
  let selfId: string | null = null;
  const list = async (where: Parameters<typeof listChat>[3]) => {
    const page = await listChat(api, id, token(), where, pageSize);
    selfId = page.sender_id;
    return page.items;
  };
  return {
    get selfId() {
      return selfId;
    },
    older: (before) => list({ cursor: before }),
    newer: (after) => list({ after }),
    send: (draft) => sendToChat(api, id, token(), draft),
    upload: (file, onProgress) => uploadToChat(api, id, token(), file, onProgress),
    file: (url) => api.file(url, { token: token() }),
    read: (messageId) => readChat(api, id, token(), messageId),
  };
}
