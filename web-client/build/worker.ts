import { createHash } from "node:crypto";
import type { Plugin, Rollup } from "vite";
import { guestsWay, loadedBy, named } from "./way";

const name = "worker.js";

/** Adds the service worker (`src/worker/`) under one address for all builds, and tells it what this build is made of. */
export const worker: Plugin = {
  name: "worker",
  apply: "build",
  buildStart() {
    this.emitFile({ type: "chunk", id: "src/worker/worker.ts", name: "worker", fileName: name });
  },
  generateBundle: {
    // The pages are written last.
    order: "post",
    handler(_, bundle) {
      const chunk = bundle[name];
      if (chunk?.type !== "chunk" || chunk.imports.length > 0)
        this.error("the worker must be one script of its own");
      const files = keptFiles(bundle);
      const version = versionOf(bundle, files);
      chunk.code = chunk.code.replaceAll("__KEPT__", JSON.stringify({ version, files }));
    },
  },
};

/** The page without a network with all it needs, and the scripts and styles of a call. */
function keptFiles(bundle: Rollup.OutputBundle): string[] {
  const started = loadedBy(named(["index"], bundle), bundle);
  // What starts the client brings every page when it is wanted; of those the call's alone are kept.
  const called = loadedBy(guestsWay(bundle), bundle, (chunk) => !started.has(chunk));
  const others = loadedBy(named(["offline", "enWords", "ToastShelf", "ChoicePopover"], bundle), bundle);
  const built = [...called, ...others].flatMap((chunk) => [chunk.fileName, ...styles(chunk)]);
  // Letters beyond Western Europe's are loaded where a name has some.
  const fonts = Object.keys(bundle).filter((file) => /-latin-wght-.*\.woff2$/.test(file));
  return [...new Set(["offline.html", "favicon.svg", ...built, ...fonts])].map((file) => `/${file}`).sort();
}

function styles(chunk: Rollup.OutputChunk): string[] {
  return [...(chunk.viteMetadata?.importedCss ?? [])];
}

function versionOf(bundle: Rollup.OutputBundle, files: string[]): string {
  const digest = createHash("sha256").update(files.join());
  for (const page of ["index.html", "offline.html"]) {
    const file = bundle[page];
    if (file?.type === "asset") digest.update(file.source);
  }
  return digest.digest("hex").slice(0, 16);
}
