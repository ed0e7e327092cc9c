import { useEffect, useRef, useState } from "react";
import type { Call } from "../../call/call";
import type { Translate } from "../i18n/translate";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";

/** Whose hand went up, and that the own one is down, as a sentence for a polite live region. */
export function useHandNews(call: Call): string {
  const { t } = useTranslation();
  const { self, tiles } = useSnapshot(call);
  const { raised } = useSnapshot(call.asides.hands);
  const before = useRef(raised);
  const [sentence, setSentence] = useState("");
  useEffect(() => {
    const nameOf = (id: string) => tiles.find((tile) => tile.participantId === id)?.displayName;
    const said = newsOf(t, before.current, raised, self.participantId, nameOf);
    before.current = raised;
    if (said.length > 0) setSentence(said.join(". "));
  }, [t, raised, self, tiles]);
  return sentence;
}

/** What is to be said when hands change. */
export function newsOf(
  t: Translate,
  before: readonly string[],
  after: readonly string[],
  self: string,
  nameOf: (participantId: string) => string | undefined,
): string[] {
  const up = after.filter((id) => !before.includes(id));
  const said = up.flatMap((id) => {
    const name = nameOf(id);
    if (id === self) return [t("room.ownUp")];
    return name ? [t("room.handUp", { name })] : [];
  });
  const lowered = before.includes(self) && !after.includes(self);
  return lowered ? [...said, t("room.ownDown")] : said;
}
