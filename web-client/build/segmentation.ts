import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";

const folder = resolve(import.meta.dirname, "../node_modules/@shiguredo/virtual-background");
/** What the package asks for by name when a background is blurred; browsers without SIMD do without. */
const files = [
  "selfie_segmentation.binarypb",
  "selfie_segmentation_landscape.tflite",
  "selfie_segmentation.tflite",
  "selfie_segmentation_solution_simd_wasm_bin.js",
  "selfie_segmentation_solution_simd_wasm_bin.wasm",
];

/** Puts the model that finds people in pictures among our own files: nothing is asked of anybody else. */
export const segmentation: Plugin = {
  name: "segmentation",
  apply: "build",
  generateBundle() {
    const { version } = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8"));
    for (const file of files) {
      const source = readFileSync(resolve(folder, "dist", file));
      this.emitFile({ type: "asset", fileName: `assets/background-${version}/${file}`, source });
    }
  },
};
