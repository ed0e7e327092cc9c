import { judge } from "../../call/networkVerdict";
import { Button } from "../components/Button";
import { codeSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { ThemeMenu } from "../components/ThemeMenu";
import { useTranslation } from "../i18n/useTranslation";
import { CopyResult } from "./CopyResult";
import { sentenceOf } from "./networkWords";
import { PathAdvice } from "./PathAdvice";
import { PathTable } from "./PathTable";
import { useNetworkTest } from "./useNetworkTest";
import "../devices/devices.css";
import "../devices/report.css";
import "./network.css";

/** Milliseconds: each way for itself, so that they can be compared. */
const pace = { first: 6_000, others: 6_000 };

/** `/network-test`: what a clinic's network lets through, for who looks after it. */
export function NetworkTestPage() {
  const { t } = useTranslation();
  const { test, snapshot } = useNetworkTest(pace);
  const { state, findings, progress, problem } = snapshot;
  const running = state === "running";
  const verdict = running ? null : judge(findings);
  return (
    <PatientPage wide tools={<ThemeMenu />}>
      <PageHeading>{t("networkPage.title")}</PageHeading>
      <p>{t("networkPage.intro")}</p>
      <p className="quiet">{t("networkPage.data")}</p>
      <div className="network-actions">
        {running ? (
          <>
            <progress
              className="network-progress network-progress-wide"
              aria-label={t("network.progress")}
              value={progress}
              max={1}
            />
            <Button size="patient" onPress={() => test.stop()}>
              {t("networkPage.stop")}
            </Button>
          </>
        ) : (
          <Button variant="primary" size="patient-main" onPress={() => void test.start()}>
            {t(state === "idle" ? "networkPage.start" : "networkPage.again")}
          </Button>
        )}
      </div>
      {problem && <Notice kind="error">{codeSentence(t, problem)}</Notice>}
      {state === "stopped" && <p role="status">{t("networkPage.stoppedText")}</p>}
      {verdict && <Notice kind={verdict.level === "video" ? "ok" : "warn"}>{sentenceOf(t, verdict)}</Notice>}
      {findings.length > 0 && (
        <section className="card network-results">
          <PathTable paths={findings} caption={t("networkPage.results")} />
          <p className="quiet">{t("networkPage.echo")}</p>
        </section>
      )}
      {state === "done" && <PathAdvice findings={findings} />}
      {!running && findings.length > 0 && <CopyResult findings={findings} />}
    </PatientPage>
  );
}
