// What live regions of a page say, as a screen reader would.

import { expect, type Page } from "@playwright/test";

/** `assertive` interrupts, `polite` waits for a pause. */
export type Manner = "assertive" | "polite";

declare global {
  interface Window {
    announcements: { manner: Manner; text: string }[];
  }
}

/** Keeps what is said from the page's next load on. */
export async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.announcements = [];
    const regions = "[role=alert],[role=status],[role=log],[aria-live=assertive],[aria-live=polite]";
    const say = (region: Element | null | undefined) => {
      const text = region?.textContent?.trim();
      if (!region || !text || region.closest("[aria-live=off],[aria-hidden=true]")) return;
      const assertive = region.matches("[role=alert],[aria-live=assertive]");
      window.announcements.push({ manner: assertive ? "assertive" : "polite", text });
    };
    const hear = ({ type, target, addedNodes }: MutationRecord) => {
      const around = target instanceof Element ? target : target.parentElement;
      if (type !== "attributes") say(around?.closest(regions));
      // One that was hidden from everybody until now.
      else if (around?.matches(regions)) say(around);
      for (const added of addedNodes)
        if (added instanceof Element) {
          if (added.matches(regions)) say(added);
          for (const region of added.querySelectorAll(regions)) say(region);
        }
    };
    new MutationObserver((records) => records.forEach(hear)).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ["aria-hidden"],
    });
  });
}

/** Waits until a sentence was said in that manner. */
export async function expectSaid(page: Page, manner: Manner, text: string): Promise<void> {
  const said = () =>
    page.evaluate((wanted) => {
      const all = window.announcements.filter((one) => one.manner === wanted);
      return all.map((one) => one.text).join("\n");
    }, manner);
  await expect.poll(said, { message: `${manner}: ${text}` }).toContain(text);
}
