// Every page, for everybody who may see it, in both languages and both themes: axe finds nothing, nothing leaves the server.

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { createConsultation, PASSWORD } from "../harness/clinic.ts";
import { watchPage } from "../harness/pageWatch.ts";
import { expect, test } from "../harness/people.ts";

const looks = [
  { language: "fr", theme: "light" },
  { language: "en", theme: "dark" },
  { language: "fr", theme: "dark" },
  { language: "en", theme: "light" },
] as const;
/** What WCAG 2.2 AA asks for. */
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

test("every page is accessible and asks nobody else", async ({ people, baseURL }) => {
  test.setTimeout(600_000);
  const { id, share_token } = await createConsultation();
  const routes = {
    guest: [
      "/",
      "/conference",
      `/conference/join/${share_token}`,
      "/network-test",
      "/password#x",
      "/nowhere",
    ],
    patient: ["/consultations", "/chat-message", "/profile"],
    doctor: ["/webrtc", "/patients", "/chat-message", "/profile", `/conference/${id}`],
    admin: ["/admin", "/admin/accounts", "/admin/keys", "/admin/settings", "/webrtc", "/profile"],
  };
  const found: string[] = [];
  for (const [who, paths] of Object.entries(routes)) {
    const page = await people.page("guest");
    const watch = watchPage(page, new URL(baseURL ?? "").origin);
    await page.goto("/");
    if (who !== "guest") await signIn(page, who);
    for (const { language, theme } of looks) {
      await choose(page, language, theme);
      for (const path of paths) {
        await open(page, path, language);
        found.push(...(await faults(page)).map((fault) => `${who} ${path} ${language} ${theme}: ${fault}`));
      }
    }
    expect(watch, who).toEqual({ strangers: [], violations: [] });
    await page.context().close();
  }
  expect(found).toEqual([]);
});

async function signIn(page: Page, who: string): Promise<void> {
  await page.locator("input[type=email]").fill(`${who}@demo.test`);
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.locator("button[type=submit]").click();
  await page.waitForURL((url) => url.pathname !== "/");
}

/** As the menus of every page do. */
async function choose(page: Page, language: string, theme: string): Promise<void> {
  await page.evaluate(
    (choice) => {
      localStorage.setItem("vestibule.language", choice.language);
      localStorage.setItem("vestibule.theme", choice.theme);
    },
    { language, theme },
  );
}

async function open(page: Page, path: string, language: string): Promise<void> {
  // The hash of an address alone loads no page anew.
  await page.goto("about:blank");
  await page.goto(path);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
  await expect(page.locator("h1")).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return violations.map(
    ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}
