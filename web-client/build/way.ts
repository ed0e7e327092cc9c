import type { Rollup } from "vite";

/** The pages between a patient's link and their call, as their chunks are called. */
const pages = ["JoinPage", "ConferencePage"];

/** What runs first, and the pages of a guest's way; nothing where the names are others. */
export function guestsWay(bundle: Rollup.OutputBundle): Rollup.OutputChunk[] {
  const isOnIt = ({ name }: Rollup.OutputChunk) => name === "index" || pages.includes(name);
  const found = chunksOf(bundle).filter(isOnIt);
  return found.length === pages.length + 1 ? found : [];
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

function chunksOf(bundle: Rollup.OutputBundle): Rollup.OutputChunk[] {
  return Object.values(bundle).filter((file) => file.type === "chunk");
}
