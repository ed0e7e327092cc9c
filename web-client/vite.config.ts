import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { compressed } from "./build/compressed";
import { weight } from "./build/weight";
import { worker } from "./build/worker";

/** Where `npm run dev` finds the API; a build is served by the API itself. */
const api = process.env["VESTIBULE_API"] ?? "http://localhost:8080";

/** React Aria's own words come in some thirty languages; this client speaks two. */
const twoLanguages: Plugin = {
  name: "two-languages",
  load(id) {
    const locale = /react-(?:aria|stately)[^?]*\/intl\/.*\/([a-z]{2}-[A-Z]{2})\.mjs$/.exec(id)?.[1];
    return locale && !["en-US", "fr-FR"].includes(locale) ? "export default {};" : null;
  },
};

export default defineConfig({
  plugins: [react(), twoLanguages, weight(176_000), worker, compressed],
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
    include: ["src/**/*.test.{ts,tsx}", "scripts/**/*.test.mjs"],
    environment: "node",
  },
});
