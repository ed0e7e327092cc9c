const offlinePage = "/offline.html";

/**
 * Keeps the page that is shown without a network, and the scripts of a call: they load at once on a poor network, and
 * a call that runs while the server is updated finds the rest of its own. Nothing of the API ever enters the cache.
 * A new worker waits, as browsers do by themselves, until the last page of the one before is closed.
 */
export function keepShell(scope: ServiceWorkerGlobalScope, { version, files }: Kept): void {
  const cacheName = `vestibule-${version}`;
  const kept = new Set(files);

  scope.addEventListener("install", (event) => event.waitUntil(fill()));
  scope.addEventListener("activate", (event) => event.waitUntil(takeOver()));
  scope.addEventListener("fetch", (event) => {
    const answer = answerTo(event.request);
    if (answer) event.respondWith(answer);
  });

  async function fill(): Promise<void> {
    const cache = await scope.caches.open(cacheName);
    await cache.addAll(files);
  }

  async function takeOver(): Promise<void> {
    const names = await scope.caches.keys();
    const old = names.filter((name) => name !== cacheName);
    await Promise.all(old.map((name) => scope.caches.delete(name)));
    await scope.clients.claim();
  }

  /** Nothing where the browser is to go on by itself. */
  function answerTo(request: Request): Promise<Response> | undefined {
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== scope.location.origin) return undefined;
    if (kept.has(pathname) && pathname !== offlinePage) return keptOrFetched(request);
    const isPage = request.mode === "navigate" && !pathname.startsWith("/api/");
    return isPage ? scope.fetch(request).catch(() => keptOrFetched(offlinePage)) : undefined;
  }

  async function keptOrFetched(request: Request | string): Promise<Response> {
    const cache = await scope.caches.open(cacheName);
    // The cache holds what was decoded: which coding a browser accepts (Vary) tells nothing of it.
    return (await cache.match(request, { ignoreVary: true })) ?? scope.fetch(request);
  }
}
