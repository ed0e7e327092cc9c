import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compressed } from "./build/compressed";
import { noWebTransport } from "./build/noWebTransport";
import { segmentation } from "./build/segmentation";
import { twoLanguages } from "./build/twoLanguages";
import { weight } from "./build/weight";
import { worker } from "./build/worker";

/** Where `npm run dev` finds the API; a build is served by the API itself. */
const api = process.env["VESTIBULE_API"] ?? "http://localhost:8080";

export default defineConfig({
  plugins: [react(), twoLanguages, noWebTransport, segmentation, weight(150_000), worker, compressed],
  // React has had it of itself since 18.
  resolve: { alias: [{ find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: "react" }] },
  build: {
    target: "es2023",
    // The content security policy allows no data: URLs, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ["index.html", "offline.html"] },
  },
  server: {
    proxy: { "/api": api, "/socket.io": { target: api, ws: true } },
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.mjs", "library/scope/*.test.ts"],
    environment: "node",
  },
});
