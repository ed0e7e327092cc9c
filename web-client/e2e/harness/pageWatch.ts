import type { Page } from "@playwright/test";

/** What a page must never do: ask another server for anything, or break its own content security policy. */
export interface PageWatch {
  strangers: string[];
  violations: string[];
}

/** Watches a page from its next load on. */
export async function watchPage(page: Page, origin: string): Promise<PageWatch> {
  const watch: PageWatch = { strangers: [], violations: [] };
  page.on("request", (request) => {
    const url = new URL(request.url());
    const own = url.origin === origin || ["blob:", "data:", "about:"].includes(url.protocol);
    if (!own) watch.strangers.push(url.origin);
  });
  page.on("websocket", (socket) => {
    if (new URL(socket.url()).host !== new URL(origin).host) watch.strangers.push(socket.url());
  });
  await page.exposeFunction("reportViolation", (violation: string) => watch.violations.push(violation));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      (window as unknown as { reportViolation(text: string): void }).reportViolation(
        `${violatedDirective} ${blockedURI}`,
      );
    });
  });
  return watch;
}

/** Scripts and styles that stand in the page itself. */
export function inlineParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const handlers = (element: Element) => element.getAttributeNames().some((name) => name.startsWith("on"));
    const inline = [...document.querySelectorAll("*")].filter(
      (element) => element.matches("style, script:not([src])") || handlers(element),
    );
    return inline.map(({ outerHTML }) => outerHTML.slice(0, 120));
  });
}
