// A word in the server's name, for what a test cannot bring about: a network that gets worse.

import type { Page } from "@playwright/test";

/** Lets a page hear an event as if the server had sent it. */
export type Tell = (event: string, data: unknown) => void;

/** Stands between the page and the server's sockets from the page's next load on. */
export async function standBetween(page: Page): Promise<Tell> {
  let newest: { send(message: string): void } | undefined;
  await page.routeWebSocket(/\/socket\.io\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => server.send(message));
    server.onMessage((message) => socket.send(message));
    newest = socket;
  });
  return (event, data) => newest?.send(`42${JSON.stringify([event, data])}`);
}
