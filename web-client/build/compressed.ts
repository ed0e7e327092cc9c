import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** What shrinks; fonts and pictures are compressed as they are. */
const texts = /\.(js|css|html|svg|wasm)$/;

/** Writes each text a second and a third time, as Brotli and gzip: the server sends what the browser takes. */
export const compressed: Plugin = {
  name: "compressed",
  apply: "build",
  // Once all is on the disk: what is in memory before is still changed by others.
  writeBundle({ dir = "dist" }, bundle) {
    for (const name of Object.keys(bundle).filter((name) => texts.test(name))) {
      const file = resolve(dir, name);
      const source = readFileSync(file);
      writeFileSync(`${file}.br`, brotliCompressSync(source));
      writeFileSync(`${file}.gz`, gzipSync(source, { level: 9 }));
    }
  },
};
