// One state of a page in its looks, without loading it again.

import { expect, type Page } from "@playwright/test";
import Axe from "axe-core";
import { inlineParts } from "./pageWatch.ts";

/** What WCAG 2.2 AA asks for. */
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const script = Axe.source;
const desk = { width: 1440, height: 900 };
const phone = { width: 360, height: 740 };

/** What axe finds in French and English, light, dark and with high contrast, on a desk and on a phone; what moves for those who want nothing to. */
export async function faultsInAllLooks(page: Page, state: string): Promise<string[]> {
  const found: string[] = [];
  const judge = async (look: string, judged: string[]) => {
    for (const fault of await faults(page, judged)) found.push(`${state}, ${look}: ${fault}`);
  };
  await page.setViewportSize(desk);
  await speak(page, "fr");
  await judge("French, light, desk", rules);
  await page.emulateMedia({ colorScheme: "dark" });
  await judge("dark, desk", ["color-contrast"]);
  await page.setViewportSize(phone);
  await page.emulateMedia({ colorScheme: "light", contrast: "more" });
  await judge("high contrast, phone", ["color-contrast"]);
  await page.emulateMedia({ contrast: "no-preference" });
  await speak(page, "en");
  await judge("English, light, phone", rules);
  for (const part of await inlineParts(page)) found.push(`${state}: ${part}`);
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const part of await movingParts(page)) found.push(`${state}, reduced motion: ${part}`);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  return found;
}

/** As if it had been chosen on another page of the same browser. */
export async function speak(page: Page, language: "fr" | "en"): Promise<void> {
  await page.evaluate((chosen) => {
    localStorage.setItem("vestibule.language", chosen);
    dispatchEvent(new StorageEvent("storage"));
  }, language);
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

/** What moves, or would if something changed. */
function movingParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const lasts = (durations: string) => durations.split(",").some((one) => Number.parseFloat(one) > 0);
    const moves = (element: Element, part?: string) => {
      const style = getComputedStyle(element, part);
      const animates = style.animationName !== "none" && lasts(style.animationDuration);
      return animates || (style.transitionProperty !== "none" && lasts(style.transitionDuration));
    };
    const parts = [undefined, "::before", "::after"];
    const moving = [...document.querySelectorAll("*")].filter((one) =>
      parts.some((part) => moves(one, part)),
    );
    const running = document.getAnimations().length;
    return [
      ...moving.map(({ outerHTML }) => outerHTML.slice(0, 120)),
      ...(running > 0 ? [`${running} animations run`] : []),
    ];
  });
}

async function faults(page: Page, runOnly: string[]): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(script);
  return page.evaluate(async (only) => {
    // The page hears of its look with the next picture; a colour on its way to another has neither's contrast.
    for (let picture = 0; picture < 2; picture += 1) await new Promise((next) => requestAnimationFrame(next));
    const moving = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === 1);
    await Promise.all(moving.map(({ finished }) => finished.catch(() => undefined)));
    const { axe } = window as unknown as { axe: typeof Axe };
    const { violations } = await axe.run({ runOnly: only, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" "))}`);
  }, runOnly);
}
