import { judge } from "../../call/networkVerdict";
import type { NetworkTestResult } from "../../protocol/networkTest";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { SentenceDialog } from "../components/SentenceDialog";
import { timeInSentence } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { VerdictGlyph } from "./NetworkRow";
import { PathTable } from "./PathTable";
import { useNetworkTests } from "./useNetworkTests";
import "../devices/devices.css";
import "../devices/report.css";
import "./network.css";

interface NetworkTestsDialogProps {
  consultationId: string;
  open: boolean;
  onClose(): void;
}

/** Milliseconds between two looks while the dialog is open. */
const refreshEvery = 5_000;

/** For the doctor: the figures behind the word, for each who tested. */
export function NetworkTestsDialog({ consultationId, open, onClose }: NetworkTestsDialogProps) {
  const { t } = useTranslation();
  const tests = useNetworkTests(consultationId, open, refreshEvery);
  return (
    <SentenceDialog title={t("networkTests.title")} open={open} onClose={onClose} wide>
      {tests.isPending && <p>{t("common.loading")}</p>}
      {tests.isError && <Notice kind="error">{errorSentence(t, tests.error)}</Notice>}
      {tests.data?.length === 0 && <p>{t("networkTests.none")}</p>}
      {tests.data?.map((test) => (
        <OneTest key={test.participant_id} test={test} />
      ))}
    </SentenceDialog>
  );
}

function OneTest({ test }: { test: NetworkTestResult }) {
  const { t, language } = useTranslation();
  const verdict = judge(test.paths);
  const time = timeInSentence(new Date(test.taken_at), language);
  return (
    <section className="network-person" aria-label={test.display_name}>
      <p className="network-verdict">
        <VerdictGlyph verdict={verdict} size={20} />
        <span>
          <strong>{test.display_name}</strong>
          {verdict && `${t("common.colon")}${t(`network.short.${verdict.level}`)}`}
        </span>
      </p>
      <PathTable paths={test.paths} caption={t("networkTests.at", { time })} />
    </section>
  );
}
