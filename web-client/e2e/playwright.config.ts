import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "@playwright/test";

const root = resolve(import.meta.dirname, "../..");
const artifacts = resolve(root, "artifacts");
mkdirSync(resolve(artifacts, "logs"), { recursive: true });

// Chosen once, below the ephemeral ports; workers and the server inherit what is set here.
process.env.E2E_PORT ??= String(20_000 + (process.pid % 10_000));
process.env.E2E_URL ??= `http://localhost:${process.env.E2E_PORT}`;
process.env.E2E_SITE ??= `http://127.0.0.1:${Number(process.env.E2E_PORT) - 10_000}`;
process.env.E2E_ARTIFACTS ??= artifacts;
process.env.E2E_SERVER_LOG ??= resolve(artifacts, "logs/server.log");
const executable = process.env.E2E_VESTIBULE ?? resolve(root, "target/debug/vestibule");

export default defineConfig({
  testDir: "specs",
  outputDir: resolve(artifacts, "end-to-end"),
  globalSetup: "./harness/prepare.ts",
  // Two cores decode and encode every picture: one scenario at a time.
  workers: 1,
  // A machine that is starved for a moment lets a picture stand still; a defect fails twice. What passed the second time is
  // listed as flaky, and told at the end of `make test`.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  timeout: 90_000,
  snapshotPathTemplate: "looks/{arg}{ext}",
  expect: {
    timeout: 20_000,
    // Another build of Chromium draws letters by a shade otherwise; what moves is more than that.
    toHaveScreenshot: { maxDiffPixelRatio: 0.01, stylePath: "looks/still.css", caret: "hide" },
  },
  reporter: [["list"]],
  use: { baseURL: process.env.E2E_URL, trace: "off" },
  projects: [
    { name: "calls", testIgnore: "quiet-log.spec.ts" },
    // The log is judged when all calls are over.
    { name: "log", testMatch: "quiet-log.spec.ts", dependencies: ["calls"] },
  ],
  webServer: {
    command: `exec "${executable}" serve --demo > "${process.env.E2E_SERVER_LOG}" 2>&1`,
    url: `${process.env.E2E_URL}/health`,
    env: {
      VESTIBULE_LISTEN: `127.0.0.1:${process.env.E2E_PORT}`,
      VESTIBULE_LOG: "debug",
      VESTIBULE_ALLOWED_ORIGINS: process.env.E2E_SITE,
      // A push service of a scenario.
      VESTIBULE_PRIVATE_DESTINATIONS: "127.0.0.0/8",
    },
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    timeout: 30_000,
  },
});
