/** What the server says in a push message, in the language of its reader. */
interface Words {
  title: string;
  body: string;
  /** A later message with the same takes its place. */
  tag: string;
  /** Where a click leads. */
  path: string;
  /** Whether it stays until somebody does something about it. */
  urgent: boolean;
}

/** Shows push messages as notifications, where no window that is looked at shows the same; a click leads to the page. */
export function showPushMessages(scope: ServiceWorkerGlobalScope): void {
  scope.addEventListener("push", (event) => {
    const words = read(event.data);
    if (words) event.waitUntil(show(words));
  });
  scope.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(pathOf(event.notification.data)));
  });

  async function show({ title, body, tag, path, urgent }: Words): Promise<void> {
    const windows = await scope.clients.matchAll({ type: "window" });
    if (windows.some((window) => window.visibilityState === "visible")) return;
    await scope.registration.showNotification(title, {
      body,
      tag,
      icon: "/favicon.svg",
      requireInteraction: urgent,
      data: path,
    });
  }

  async function open(path: string): Promise<void> {
    const windows = await scope.clients.matchAll({ type: "window" });
    const there = windows.find((window) => placeOf(window) === path);
    const free = windows.find((window) => !isCall(placeOf(window)));
    // A page in a call stays where it is: it tells by itself of who rings and who waits.
    const led = there ?? (free ? await lead(free, path) : windows[0]);
    if (led) await led.focus();
    else await scope.clients.openWindow(path);
  }
}

/** The window at its new address; nothing where this worker may not lead it, as one that opened before it. */
async function lead(window: WindowClient, path: string): Promise<WindowClient | null> {
  return await window.navigate(path).catch(() => null);
}

function placeOf({ url }: WindowClient): string {
  return new URL(url).pathname;
}

/** Whether a page is a call, or the way into one. */
function isCall(path: string): boolean {
  return /^\/(conference|meet)\/./.test(path);
}

/** Nothing for what the server does not say. */
function read(data: PushMessageData | null): Words | undefined {
  try {
    const said = data?.json() as Partial<Words> | undefined;
    const { title, body, tag, path, urgent } = said ?? {};
    if (typeof title !== "string" || typeof body !== "string" || typeof tag !== "string") return undefined;
    return { title, body, tag, path: pathOf(path), urgent: urgent === true };
  } catch {
    return undefined;
  }
}

/** A path of this server and of no other. */
function pathOf(path: unknown): string {
  return typeof path === "string" && /^\/(?![/\\])/.test(path) ? path : "/";
}
