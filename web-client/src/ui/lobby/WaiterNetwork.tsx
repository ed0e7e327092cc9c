import { judge } from "../../call/networkVerdict";
import { useTranslation } from "../i18n/useTranslation";
import { VerdictGlyph } from "../network/NetworkRow";
import { useNetworkTests } from "../network/useNetworkTests";

/** Milliseconds between two looks, should no event come. */
const refreshEvery = 60_000;

interface WaiterNetworkProps {
  consultationId: string;
  participantId: string;
}

/** How the connection of somebody who waits will do, if they tested it. */
export function WaiterNetwork({ consultationId, participantId }: WaiterNetworkProps) {
  const { t } = useTranslation();
  const tests = useNetworkTests(consultationId, true, refreshEvery).data;
  const test = tests?.find((one) => one.participant_id === participantId);
  const verdict = test ? judge(test.paths) : null;
  if (!verdict) return null;
  return (
    <span className="waiter-network">
      <VerdictGlyph verdict={verdict} size={18} />
      {t("network.name")}
      {t("common.colon")}
      {t(`network.short.${verdict.level}`)}
    </span>
  );
}
