import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import type { Plugin } from "postcss";
import { defineConfig, esmExternalRequirePlugin } from "vite";
import { twoLanguages } from "../build/twoLanguages";
import { scopedStyles } from "./scope/styles";

/** What the host has; older packages inside ask for it by `require`, which browsers do not know. */
const hosts = [/^react(-dom)?($|\/)/];
const here = import.meta.dirname;
const source = resolve(here, "../src");

/** The pieces for pages of other sites, as an npm package with all that they need but React. */
export default defineConfig({
  root: here,
  plugins: [
    react({ jsxImportSource: "vestibule-scope" }),
    twoLanguages,
    esmExternalRequirePlugin({ external: hosts }),
  ],
  resolve: { alias: { "vestibule-scope/jsx-runtime": resolve(here, "scope/jsx-runtime.ts") } },
  css: { postcss: { plugins: [scopedStyles as Plugin] } },
  // Vite leaves this to those who bundle a library; a page may also load it as it is.
  define: { "process.env.NODE_ENV": JSON.stringify("production") },
  build: {
    target: "es2023",
    outDir: "dist",
    cssCodeSplit: false,
    sourcemap: false,
    lib: {
      entry: { client: resolve(source, "client/index.ts"), react: resolve(source, "react/index.ts") },
      formats: ["es"],
      cssFileName: "style",
    },
  },
});
