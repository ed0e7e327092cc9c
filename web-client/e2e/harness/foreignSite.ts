// The example site of the embeddable pieces, served from an origin of its own.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";

const files = resolve(import.meta.dirname, "../../example/dist");
const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};

/** Serves it where the suite's server expects it (`E2E_SITE`); resolves to what ends it. */
export async function serveSite(): Promise<() => void> {
  if (!existsSync(files)) throw new Error("the example site is not built: npm run test:library builds it");
  const { hostname, port, pathname } = new URL(process.env.E2E_SITE ?? "");
  const server = createServer(async (request, response) => {
    const asked = new URL(request.url ?? "/", process.env.E2E_SITE).pathname;
    const path = join(files, normalize(asked === pathname ? "/index.html" : asked));
    const bytes = await readFile(path).catch(() => null);
    response.writeHead(bytes ? 200 : 404, {
      "content-type": types[extname(path)] ?? "application/octet-stream",
    });
    response.end(bytes);
  });
  await new Promise<void>((listening) => server.listen(Number(port), hostname, listening));
  return () => server.close();
}
