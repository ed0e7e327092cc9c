/** Lets the browser keep a call's scripts and a page for when the network is away (`src/worker/`). */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // After the page itself: what the worker keeps is then here already.
  addEventListener("load", () => {
    // Where browsers refuse it (a certificate of the server's own), pages work without it.
    navigator.serviceWorker.register("/worker.js").catch(() => undefined);
  });
}
