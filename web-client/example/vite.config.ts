import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The example site as files for any web server: `npx vite preview -c example/vite.config.ts` serves them. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  build: { target: "es2023", outDir: "dist" },
  preview: { host: "127.0.0.1", port: 8090 },
});
