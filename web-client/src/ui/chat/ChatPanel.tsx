import type { CallChat } from "../../messages/callChat";
import { Panel } from "../call/Panel";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { ChatLine } from "./ChatLine";
import { Composer } from "./Composer";
import { useLastLine } from "./useLastLine";
import "./chat.css";

interface ChatPanelProps {
  chat: CallChat;
  onClose(): void;
}

/** What is written in the call, newest at the bottom. */
export function ChatPanel({ chat, onClose }: ChatPanelProps) {
  const { t } = useTranslation();
  const { thread } = chat;
  const { entries, state, hasOlder, loadingOlder } = useSnapshot(thread);
  const { selfId } = useSnapshot(chat);
  const list = useLastLine(entries.at(-1)?.key);
  return (
    <Panel title={t("chat.title")} onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it */}
      <div ref={list} className="chat-lines" tabIndex={0} role="log" aria-label={t("chat.title")}>
        {hasOlder && (
          <Button size="dense" busy={loadingOlder} onPress={() => void thread.loadOlder()}>
            {t("chat.older")}
          </Button>
        )}
        {state === "failed" && (
          <p className="chat-state">
            {t("chat.failed")}
            <Button size="dense" onPress={() => void thread.load()}>
              {t("common.retry")}
            </Button>
          </p>
        )}
        {state === "ready" && entries.length === 0 && <p className="chat-state">{t("chat.empty")}</p>}
        <ol className="chat-list">
          {entries.map((entry) => (
            <ChatLine key={entry.key} entry={entry} selfId={selfId} chat={chat} />
          ))}
        </ol>
      </div>
      <Composer chat={chat} />
    </Panel>
  );
}
