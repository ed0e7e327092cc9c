// A page led by the keyboard alone; each focus on the way is to be seen.

import { expect, type Page } from "@playwright/test";

type Role = "button" | "textbox" | "link" | "checkbox" | "switch" | "menuitem" | "menuitemradio" | "radio";

/** Presses a key until the focus is there; on the way each focus is to be seen, and nothing lies over it. */
export async function go(page: Page, key: string, role: Role, name: string | RegExp): Promise<void> {
  const goal = page.getByRole(role, { name }).and(page.locator(":focus"));
  // A long day has many rows, each with a few stops.
  for (let pressed = 0; pressed < 200 && !(await goal.isVisible()); pressed += 1) {
    await page.keyboard.press(key);
    expect(await focusFault(page)).toBeNull();
  }
  await expect(goal).toBeVisible();
}

/** Goes there by Tab, then presses Enter. */
export async function enter(page: Page, role: Role, name: string | RegExp): Promise<void> {
  await go(page, "Tab", role, name);
  await page.keyboard.press("Enter");
}

/** Goes to a field by Tab, then types. */
export async function type(page: Page, name: string | RegExp, text: string): Promise<void> {
  await go(page, "Tab", "textbox", name);
  await page.keyboard.type(text);
}

/** The elements that Tab goes through, from the first to the last, by what they are called. */
export async function tabStops(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
  const stops: string[] = [];
  for (let pressed = 0; pressed < 80; pressed += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return null;
      return focused.getAttribute("aria-label") ?? focused.textContent?.trim().slice(0, 60) ?? "";
    });
    if (stop === null || (stops.length > 0 && stop === stops[0])) break;
    stops.push(stop);
  }
  return stops;
}

/** What is wrong with how the focus shows (WCAG 2.4.7, 2.4.11). */
function focusFault(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    // Past the last element the browser itself has the focus.
    if (!focused || focused === document.body) return null;
    // A disc inside a control, or what groups a field with its buttons, may have the ring instead.
    const field = focused.closest(".chat-composer");
    // What is ticked is drawn by its label.
    const whole = focused.closest("label") ?? focused;
    const ringed = [whole, ...whole.querySelectorAll("*"), ...(field ? [field] : [])].some(
      (element) => element.clientWidth !== 1 && getComputedStyle(element).outlineStyle !== "none",
    );
    const { left, top, width, height } = whole.getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, top + height / 2);
    const name = focused.getAttribute("aria-label") ?? focused.outerHTML.slice(0, 100);
    if (!ringed) return `${name}: no ring`;
    return whole.contains(over) ? null : `${name}: covered by ${over?.outerHTML.slice(0, 100)}`;
  });
}
