import { gzipSync } from "node:zlib";
import type { Plugin, Rollup } from "vite";

/** The pages between a patient's link and their call. */
const way = ["JoinPage", "ConferencePage"];

/**
 * Fails the build where the scripts on a guest's way weigh more than so many bytes (gzip): on a poor network each
 * hundred kilobytes is seconds before the first page.
 */
export function weight(most: number): Plugin {
  return {
    name: "weight",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
      const starts = chunks.filter((chunk) => chunk.isEntry || way.includes(chunk.name));
      if (starts.length !== way.length + 1) this.error("the pages on a guest's way have other names");
      const bytes = [...loadedBy(starts, bundle)].reduce((sum, { code }) => sum + gzipSync(code).length, 0);
      const sentence = `scripts on a guest's way to the call: ${Math.ceil(bytes / 1000)} kB gzip, at most ${most / 1000}`;
      if (bytes > most) this.error(sentence);
      this.info(sentence);
    },
  };
}

/** These and all that they import before they run. */
function loadedBy(starts: Rollup.OutputChunk[], bundle: Rollup.OutputBundle): Set<Rollup.OutputChunk> {
  const loaded = new Set<Rollup.OutputChunk>();
  const open = [...starts];
  for (let chunk = open.pop(); chunk; chunk = open.pop()) {
    if (loaded.has(chunk)) continue;
    loaded.add(chunk);
    for (const name of chunk.imports) {
      const file = bundle[name];
      if (file?.type === "chunk") open.push(file);
    }
  }
  return loaded;
}
