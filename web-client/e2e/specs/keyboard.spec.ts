// No pointer: a guest comes in, talks and leaves by keys, and always sees where the focus is.

import type { Page } from "@playwright/test";
import { createConsultation, endConsultation } from "../harness/clinic.ts";
import { expect, test } from "../harness/people.ts";
import { expectInCall } from "../harness/visit.ts";

test("a guest comes in, mutes, writes and leaves by the keyboard alone", async ({ people }) => {
  const { id, code } = await createConsultation();
  const page = await people.page("guest");
  await page.goto("/conference");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await go(page, "Tab", "textbox", "Consultation code");
  await page.keyboard.type(code);
  await go(page, "Tab", "textbox", "Your first and last name");
  await page.keyboard.type("Jeanne Petit");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Join the consultation" })).toBeVisible();
  await go(page, "Tab", "button", "Join the consultation");
  await page.keyboard.press("Enter");

  await expectInCall(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await go(page, "Tab", "button", "Mute microphone");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Unmute microphone" })).toBeFocused();
  await go(page, "ArrowRight", "button", "More options");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "More options" })).toBeFocused();
  await go(page, "ArrowLeft", "button", "Chat");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Messages" })).toBeFocused();
  await go(page, "Tab", "textbox", "Write a message");
  await page.keyboard.type("Good morning");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("log")).toContainText("Good morning");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Chat" })).toBeFocused();
  await go(page, "ArrowRight", "button", "Leave");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await expect(page.getByRole("button", { name: "Come back" })).toBeVisible();
  await endConsultation(id);
});

/** Presses a key until the focus is there; on the way each focus is to be seen, and nothing lies over it. */
async function go(page: Page, key: string, role: "button" | "textbox", name: string): Promise<void> {
  const goal = page.getByRole(role, { name }).and(page.locator(":focus"));
  for (let pressed = 0; pressed < 20 && !(await goal.isVisible()); pressed += 1) {
    await page.keyboard.press(key);
    expect(await focusFault(page)).toBeNull();
  }
  await expect(goal).toBeVisible();
}

/** What is wrong with how the focus shows (WCAG 2.4.7, 2.4.11). */
function focusFault(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    // Past the last element the browser itself has the focus.
    if (!focused || focused === document.body) return null;
    // A disc inside a control, or what groups a field with its buttons, may have the ring instead.
    const field = focused.closest(".chat-composer");
    const ringed = [focused, ...focused.querySelectorAll("*"), ...(field ? [field] : [])].some(
      (element) => getComputedStyle(element).outlineStyle !== "none",
    );
    const { left, top, width, height } = focused.getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, top + height / 2);
    const name = focused.getAttribute("aria-label") ?? focused.outerHTML.slice(0, 100);
    if (!ringed) return `${name}: no ring`;
    return focused.contains(over) ? null : `${name}: covered by ${over?.outerHTML.slice(0, 100)}`;
  });
}
