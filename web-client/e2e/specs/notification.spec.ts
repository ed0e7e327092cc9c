// A click on a notification leads an open page to what it tells of.

import { expect, test } from "../harness/people.ts";
import { signIn } from "../harness/visit.ts";

/** As much of a service worker's surroundings as is used here. */
interface WorkerScope extends EventTarget {
  registration: ServiceWorkerRegistration;
  NotificationEvent: new (type: string, init: { notification: Notification }) => Event;
}

test("a click on a notification brings the doctor to the waiting room", async ({ people }) => {
  const page = await people.page("doctor");
  const context = page.context();
  await context.grantPermissions(["notifications"]);
  await signIn(page);
  await page.goto("/history");
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  const worker = context.serviceWorkers().find((one) => one.url().endsWith("/worker.js"));
  if (!worker) throw new Error("there is no worker");
  await worker.evaluate(async () => {
    const scope = globalThis as unknown as WorkerScope;
    await scope.registration.showNotification("Your patient is waiting", { tag: "one", data: "/webrtc" });
    const [notification] = await scope.registration.getNotifications({ tag: "one" });
    if (!notification) throw new Error("it is not shown");
    const click = new scope.NotificationEvent("notificationclick", { notification });
    // The browser's own events alone wait for what is done.
    Object.defineProperty(click, "waitUntil", { value: () => undefined });
    scope.dispatchEvent(click);
  });
  await expect(page).toHaveURL(/\/webrtc$/);
  const shown = await worker.evaluate(async () => {
    const scope = globalThis as unknown as WorkerScope;
    return (await scope.registration.getNotifications()).length;
  });
  expect(shown).toBe(0);
});
