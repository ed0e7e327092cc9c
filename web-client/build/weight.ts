import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { guestsWay, loadedBy } from "./way";

/**
 * Fails the build where the scripts on a guest's way weigh more than so many bytes (gzip): on a poor network each
 * hundred kilobytes is seconds before the first page.
 */
export function weight(most: number): Plugin {
  return {
    name: "weight",
    apply: "build",
    generateBundle: {
      // Which files pages need is written into the scripts late.
      order: "post",
      handler(_, bundle) {
        const loaded = [...loadedBy(guestsWay(bundle), bundle)];
        const bytes = loaded.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
        const sentence = `scripts on a guest's way to the call: ${Math.ceil(bytes / 1000)} kB gzip, at most ${most / 1000}`;
        if (bytes > most) this.error(sentence);
        this.info(sentence);
      },
    },
  };
}
