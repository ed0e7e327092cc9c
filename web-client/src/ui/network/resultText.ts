import type { PathFinding } from "../../call/networkTestOptions";
import { judge } from "../../call/networkVerdict";
import type { Translate } from "../i18n/translate";
import { cellsOf } from "./pathCells";

/** What stands beside the figures, so that somebody elsewhere can make sense of them. */
export interface Circumstances {
  server: string;
  /** RFC 3339 in UTC. */
  at: string;
  browser: string;
}

/** A result as lines to be mailed. */
export function asText(
  t: Translate,
  findings: readonly PathFinding[],
  { server, at, browser }: Circumstances,
): string {
  const lines = findings.map((finding) => {
    const port = finding.port === null ? "" : ` (${t("networkPage.port", { port: finding.port })})`;
    const figures = cellsOf(finding).flatMap(({ column, value }) =>
      value === null ? [] : [`${t(`networkPage.columns.${column}`)} ${value}`],
    );
    const outcome = t(`networkPage.outcomes.${finding.outcome}`);
    return `${t(`networkPage.paths.${finding.path}`)}${port}: ${[outcome, ...figures].join("; ")}`;
  });
  const verdict = judge(findings);
  const summary = verdict ? [t(`network.sentence.${verdict.level}`)] : [];
  return [`${t("networkPage.title")}: ${server}, ${at}`, ...summary, ...lines, browser].join("\n");
}

/** A result for a program. */
export function asJson(findings: readonly PathFinding[], circumstances: Circumstances): string {
  return JSON.stringify({ ...circumstances, verdict: judge(findings), paths: findings }, null, 2);
}
