// Holds what ships for Prometheus and Grafana against the product: each metric that an alert or a panel names is one of
// docs/protocol.md, each of those stands in the dashboard or in an alert, each query is one. Needs promtool (Debian's prometheus); without it says so.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const read = (path) => readFileSync(join(root, path), "utf8");
const complaints = [];

/** Names of metrics in a text, without what Prometheus adds to those of histograms. */
function metrics(text) {
  const names = text.match(/\bvestibule_[a-z_]+/g) ?? [];
  return new Set(names.map((name) => name.replace(/_(bucket|sum|count)$/, "")));
}

const table = read("docs/protocol.md").split("## Metrics")[1].split("\n\n")[0];
const documented = metrics(table);
const rules = read("deploy/prometheus/vestibule.rules.yml");
const dashboard = JSON.parse(read("deploy/grafana/vestibule.json"));
const queries = dashboard.panels.flatMap((panel) => (panel.targets ?? []).map((target) => target.expr));
const used = metrics(`${rules.replace(/action: .*/g, "")}\n${queries.join("\n")}`);

for (const name of used) if (!documented.has(name)) complaints.push(`${name} is asked for, docs/protocol.md does not know it`);
for (const name of documented) if (!used.has(name)) complaints.push(`${name} is shown nowhere`);

const directory = mkdtempSync(join(tmpdir(), "monitoring-"));
try {
  // Each query as a rule, with what Grafana puts in for its variables.
  const records = queries.map((query, index) => {
    const whole = query.replaceAll("$__rate_interval", "5m").replaceAll("$__range", "1h");
    return `      - record: panel:${index}\n        expr: ${JSON.stringify(whole)}`;
  });
  const panels = join(directory, "panels.yml");
  writeFileSync(panels, `groups:\n  - name: panels\n    rules:\n${records.join("\n")}\n`);
  const here = { cwd: join(root, "deploy/prometheus"), stdio: "pipe" };
  execFileSync("promtool", ["check", "rules", panels, "vestibule.rules.yml"], here);
  execFileSync("promtool", ["check", "config", "--syntax-only", "prometheus.yml"], here);
  execFileSync("promtool", ["test", "rules", "vestibule.rules.test.yml"], here);
} catch (failure) {
  if (failure.code === "ENOENT") console.log("!!! SKIPPED TEST: queries and alerts: promtool is missing, apt-get install prometheus");
  else complaints.push(`${failure.stdout ?? ""}${failure.stderr ?? failure}`);
} finally {
  rmSync(directory, { recursive: true });
}

for (const complaint of complaints) console.error(`not ok: ${complaint}`);
console.log(`test result: ${queries.length} queries, ${documented.size} metrics; ${complaints.length === 0 ? "1 passed; 0 failed" : "0 passed; 1 failed"};`);
process.exit(complaints.length === 0 ? 0 : 1);
