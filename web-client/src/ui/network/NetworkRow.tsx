import { CircleCheck, CircleX, TriangleAlert, Wifi } from "lucide-react";
import { useEffect } from "react";
import type { NetworkTest } from "../../call/networkTest";
import { judge, type NetworkVerdict } from "../../call/networkVerdict";
import type { ApiClient } from "../../protocol/apiClient";
import type { JoinAnswer } from "../../protocol/consultation";
import { reportNetworkTest } from "../../protocol/reportNetworkTest";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { remedyOf } from "./networkWords";
import { useNetworkTest } from "./useNetworkTest";
import "../devices/devices.css";
import "../devices/report.css";
import "./network.css";

/** Milliseconds: long enough for a sender to find what fits, short enough to look at oneself meanwhile. */
const pace = { first: 5_000, others: 2_500 };

/** Tests the network by itself while the person looks at the own picture; tells the doctor, holds nobody up. */
export function NetworkRow({ join }: { join: JoinAnswer }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const { test, snapshot } = useNetworkTest(pace);
  useEffect(() => {
    const forget = tellWhenOver(test, api, join);
    void test.start();
    return () => {
      test.stop();
      forget();
    };
  }, [test, api, join]);

  const running = snapshot.state === "running";
  const verdict = running ? null : judge(snapshot.findings);
  const remedy = verdict && remedyOf(t, verdict);
  const unjudged = snapshot.state === "refused" ? "network.refused" : "network.stopped";
  const unfinished = running ? "network.testing" : unjudged;
  return (
    <li className="report-row">
      <VerdictGlyph verdict={verdict} />
      <p className="report-words" role="status">
        <strong>{t("network.name")}</strong>
        {t("common.colon")}
        {t(verdict ? `network.short.${verdict.level}` : unfinished)}
      </p>
      {running && (
        <div className="report-actions">
          <progress
            className="network-progress"
            aria-label={t("network.progress")}
            value={snapshot.progress}
            max={1}
          />
          <Button size="patient" onPress={() => test.stop()}>
            {t("network.skip")}
          </Button>
        </div>
      )}
      {remedy && (
        <p className="network-remedy" role="status">
          {remedy}
        </p>
      )}
    </li>
  );
}

export function VerdictGlyph({ verdict, size = 24 }: { verdict: NetworkVerdict | null; size?: number }) {
  if (!verdict) return <Wifi size={size} className="report-open" aria-hidden="true" />;
  if (verdict.level === "video")
    return <CircleCheck size={size} className="report-works" aria-hidden="true" />;
  const bad = verdict.level === "poor" || verdict.level === "blocked";
  const Icon = bad ? CircleX : TriangleAlert;
  return <Icon size={size} className={bad ? "report-not" : "network-fair"} aria-hidden="true" />;
}

/** Once, also where somebody goes in before the end: what is known by then is worth telling. */
function tellWhenOver(test: NetworkTest, api: ApiClient, join: JoinAnswer): () => void {
  let told = false;
  return test.subscribe(() => {
    const { state, findings } = test.getSnapshot();
    if (told || state === "running" || !judge(findings)) return;
    told = true;
    const paths = findings.map(({ path, outcome, figures }) => ({ path, outcome, figures }));
    // The call is what counts: a doctor who is not told of the test misses nothing else.
    void reportNetworkTest(api, join, paths).catch(() => undefined);
  });
}
