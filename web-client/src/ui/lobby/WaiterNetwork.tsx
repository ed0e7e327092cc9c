import { judge } from "../../call/networkVerdict";
import type { Waiter } from "../../protocol/lobby";
import { QualityWord } from "../components/QualityWord";
import { useTranslation } from "../i18n/useTranslation";
import { qualityOf } from "../network/networkWords";
import { useNetworkTests } from "../network/useNetworkTests";

/** Milliseconds between two looks, should no event come. */
const refreshEvery = 60_000;

interface WaiterNetworkProps {
  consultationId: string;
  waiter: Waiter;
}

/** How the connection of somebody who waits will do, in bars and words, if they tested it. */
export function WaiterNetwork({ consultationId, waiter }: WaiterNetworkProps) {
  const { t } = useTranslation();
  const tests = useNetworkTests(consultationId, true, refreshEvery).data;
  const test = tests?.find((one) => one.participant_id === waiter.participant_id);
  const verdict = test ? judge(test.paths) : null;
  if (!verdict) return null;
  const quality = qualityOf(verdict.level);
  return (
    <>
      <QualityWord quality={quality}>{t(`quality.words.${quality}`)}</QualityWord>
      {quality !== "good" && <span className="waiter-fact">{t(`network.carries.${verdict.level}`)}</span>}
    </>
  );
}
