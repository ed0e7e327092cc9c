import { Fragment } from "react";
import type { CallSnapshot } from "../../call/callSnapshot";
import type { CaptionRow } from "../../call/captions";
import { useTranslation } from "../i18n/useTranslation";
import "./captions.css";

interface CaptionsProps {
  rows: readonly CaptionRow[];
  snapshot: Pick<CallSnapshot, "self" | "tiles">;
}

/** What is said, in large letters at the stage's lower edge. Whoever hears the voices is not told it twice. */
export function Captions({ rows, snapshot: { self, tiles } }: CaptionsProps) {
  const { t } = useTranslation();
  const nameOf = (id: string | null) =>
    [self, ...tiles].find(({ participantId }) => participantId === id)?.displayName;
  return (
    <section className="captions" aria-label={t("captions.captions")} aria-live="off">
      {rows.map(({ id, participantId, language, text }, at) => (
        <Fragment key={id}>
          {participantId !== rows[at - 1]?.participantId && participantId !== null && (
            <p className="caption-who">{nameOf(participantId)}</p>
          )}
          <p className="caption-row" dir="auto" {...(language && { lang: language })}>
            {text}
          </p>
        </Fragment>
      ))}
    </section>
  );
}
