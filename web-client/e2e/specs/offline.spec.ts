// Without a network a page says so in plain words, and comes back by itself.

import { expect, test } from "../harness/people.ts";

test("a page that is opened without a network says so and comes back", async ({ people }) => {
  const page = await people.page("guest", { locale: "fr-FR" });
  await page.goto("/conference");
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.context().setOffline(true);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Pas de connexion avec le cabinet" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Réessayer" })).toBeVisible();
  const kept = await page.evaluate(async () => {
    const open = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = (await Promise.all(open.map((cache) => cache.keys()))).flat();
    return requests.map(({ url }) => new URL(url).pathname);
  });
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.filter((path) => !/^\/(assets\/|offline\.html$|favicon\.svg$)/.test(path))).toEqual([]);
  await page.context().setOffline(false);
  await expect(page.getByLabel("Code de la consultation")).toBeVisible();
});
