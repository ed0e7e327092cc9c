import type { Page } from "@playwright/test";

/** What a page must never do: ask another server for anything, or break its own content security policy. */
export interface PageWatch {
  strangers: string[];
  violations: string[];
}

/** Watches a page from now on. */
export function watchPage(page: Page, origin: string): PageWatch {
  const watch: PageWatch = { strangers: [], violations: [] };
  page.on("request", (request) => {
    const url = new URL(request.url());
    const own = url.origin === origin || ["blob:", "data:", "about:"].includes(url.protocol);
    if (!own) watch.strangers.push(url.origin);
  });
  page.on("websocket", (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) watch.strangers.push(socket.url());
  });
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) watch.violations.push(message.text());
  });
  return watch;
}
