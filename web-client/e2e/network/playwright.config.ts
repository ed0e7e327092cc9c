import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "@playwright/test";
import { EXTERNAL, IPV4, IPV6 } from "./harness/addresses.ts";

// `run.sh` made the namespaces and runs this within the server's.
const root = resolve(import.meta.dirname, "../../..");
const artifacts = resolve(root, "artifacts");
const logs = resolve(artifacts, "logs");
mkdirSync(logs, { recursive: true });

process.env.E2E_URL ??= IPV4;
process.env.E2E_ARTIFACTS ??= artifacts;
const executable = process.env.E2E_VESTIBULE ?? resolve(root, "target/debug/vestibule");

function server(url: string, log: string, settings: Record<string, string>) {
  return {
    command: `exec "${executable}" serve --demo --demo-beyond-loopback > "${resolve(logs, log)}" 2>&1`,
    url: `http://localhost:${new URL(url).port}/health`,
    env: {
      VESTIBULE_LISTEN: `[::]:${new URL(url).port}`,
      VESTIBULE_PUBLIC_URL: url,
      VESTIBULE_LOG: "debug",
      ...settings,
    },
    reuseExistingServer: false,
    gracefulShutdown: { signal: "SIGTERM" as const, timeout: 10_000 },
    timeout: 30_000,
  };
}

export default defineConfig({
  testDir: "specs",
  outputDir: resolve(artifacts, "network"),
  globalSetup: "../harness/prepare.ts",
  workers: 1,
  // See ../playwright.config.ts.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: { baseURL: IPV4, trace: "off" },
  webServer: [
    server(IPV4, "network-server.log", { VESTIBULE_ALLOWED_ORIGINS: IPV6 }),
    server(EXTERNAL, "network-server-external.log", {
      VESTIBULE_MEDIA_ADDRESSES: new URL(EXTERNAL).hostname,
    }),
  ],
});
