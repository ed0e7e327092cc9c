import { useLayoutEffect, useRef } from "react";
import type { Entry } from "../../messages/entries";
import type { Thread, ThreadSnapshot } from "../../messages/thread";
import { Button } from "../components/Button";
import { Empty } from "../components/Empty";
import { dayOf } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { MessageLine } from "./MessageLine";
import { OutgoingLine } from "./OutgoingLine";

interface ThreadLogProps {
  thread: Thread;
  snapshot: ThreadSnapshot;
  /** Whose messages stand on the right. */
  self: string;
  /** Whom one writes to. */
  name: string;
}

/** The messages, the newest at the bottom and in sight. */
export function ThreadLog({ thread, snapshot, self, name }: ThreadLogProps) {
  const { t, language } = useTranslation();
  const { entries, state, hasOlder, loadingOlder } = snapshot;
  const log = useNewestInSight(entries);
  const days = entries.map((entry) => dayOf(new Date(timeOf(entry)), language));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <div className="thread-log" ref={log} role="log" aria-label={t("messages.log", { name })} tabIndex={0}>
      {hasOlder && (
        <Button size="dense" busy={loadingOlder} onPress={() => void thread.loadOlder()}>
          {t("messages.older")}
        </Button>
      )}
      {state === "ready" && entries.length === 0 && <Empty title={t("messages.nobodyWrote", { name })} />}
      <ol>
        {entries.map((entry, index) => (
          <li key={entry.key}>
            {days[index] !== days[index - 1] && <p className="thread-day">{days[index]}</p>}
            {entry.message ? (
              <MessageLine message={entry.message} own={entry.message.senderId === self} />
            ) : (
              <OutgoingLine
                outgoing={entry.outgoing}
                onAgain={() => thread.again(entry.key)}
                onDiscard={() => thread.discard(entry.key)}
              />
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function timeOf({ message, outgoing }: Entry): string {
  return message ? message.timestamp : outgoing.at;
}

/** Stays at the bottom when something comes there, and where one reads when something comes above. */
function useNewestInSight(entries: readonly Entry[]) {
  const log = useRef<HTMLDivElement>(null);
  const before = useRef({ last: "", height: 0 });
  useLayoutEffect(() => {
    const box = log.current;
    if (!box) return;
    const last = entries.at(-1)?.key ?? "";
    if (last !== before.current.last) box.scrollTop = box.scrollHeight;
    else if (box.scrollTop < 80) box.scrollTop += box.scrollHeight - before.current.height;
    before.current = { last, height: box.scrollHeight };
  }, [entries]);
  return log;
}
