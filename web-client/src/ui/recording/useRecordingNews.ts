import { useEffect, useRef, useState } from "react";
import type { Call } from "../../call/call";
import type { RecordingsSnapshot } from "../../call/recordings";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";

/** Milliseconds for which news stay in sight. */
const shown = 10_000;

type News = "started" | "stopped" | "refused" | "failed" | null;

/** That a recording began or is over, as a sentence for an assertive live region, and whether it is still to be seen. */
export function useRecordingNews(call: Call): { sentence: string; fresh: boolean } {
  const { t } = useTranslation();
  const now = useSnapshot(call.asides.recordings);
  const before = useRef(now);
  const [news, setNews] = useState<News>(null);
  const [fresh, setFresh] = useState(false);
  useEffect(() => {
    const said = newsOf(before.current, now);
    before.current = now;
    if (!said) return;
    setNews(said);
    setFresh(true);
  }, [now]);
  useEffect(() => {
    if (!news || !fresh) return;
    const timer = setTimeout(() => setFresh(false), shown);
    return () => clearTimeout(timer);
  }, [news, fresh]);
  return { sentence: news ? t(`recording.${news}`) : "", fresh };
}

/** What is to be said after a change. */
export function newsOf(before: RecordingsSnapshot, now: RecordingsSnapshot): News {
  if (now.current?.state === "recording" && before.current?.state !== "recording") return "started";
  if (now.over === before.over || now.over === null) return null;
  // A question that was taken back is no news to anybody.
  if (now.over === "ended") return before.current?.state === "recording" ? "stopped" : null;
  return now.over;
}
