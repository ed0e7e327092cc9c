import type { Rollup } from "vite";

/** The pages between a patient's link and their call, and the words of one language, as their chunks are called. */
const way = ["index", "JoinPage", "ConferencePage", "frWords"];

/** What runs first and all that is shown up to the call. */
export function guestsWay(bundle: Rollup.OutputBundle): Rollup.OutputChunk[] {
  return named(way, bundle);
}

/** The chunks of these names. */
export function named(names: string[], bundle: Rollup.OutputBundle): Rollup.OutputChunk[] {
  return names.map((name) => {
    const found = Object.values(bundle).find((file) => file.type === "chunk" && file.name === name);
    if (found?.type !== "chunk") throw new Error(`no chunk is called ${name} any more`);
    return found;
  });
}

/** These and all that they import before they run; of some chunks also what they import when it is wanted. */
export function loadedBy(
  starts: Rollup.OutputChunk[],
  bundle: Rollup.OutputBundle,
  withLater: (chunk: Rollup.OutputChunk) => boolean = () => false,
): Set<Rollup.OutputChunk> {
  const loaded = new Set<Rollup.OutputChunk>();
  const open = [...starts];
  for (let chunk = open.pop(); chunk; chunk = open.pop()) {
    if (loaded.has(chunk)) continue;
    loaded.add(chunk);
    for (const name of [...chunk.imports, ...(withLater(chunk) ? chunk.dynamicImports : [])]) {
      const file = bundle[name];
      if (file?.type === "chunk") open.push(file);
    }
  }
  return loaded;
}
