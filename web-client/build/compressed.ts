import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** What shrinks; fonts and pictures are compressed as they are. */
const texts = /\.(js|css|html|svg)$/;

/** Writes each text a second and a third time, as Brotli and gzip: the server sends what the browser takes. */
export const compressed: Plugin = {
  name: "compressed",
  apply: "build",
  enforce: "post",
  generateBundle(_, bundle) {
    for (const [name, file] of Object.entries(bundle)) {
      if (!texts.test(name)) continue;
      const source = Buffer.from(file.type === "chunk" ? file.code : file.source);
      this.emitFile({ type: "asset", fileName: `${name}.br`, source: brotliCompressSync(source) });
      this.emitFile({ type: "asset", fileName: `${name}.gz`, source: gzipSync(source, { level: 9 }) });
    }
  },
};
