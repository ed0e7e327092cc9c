import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const themes = ["light", "dark", "contrast"] as const;

/** Role, what it is measured against, and the least ratio: text 4.5, borders and the focus ring 3. */
const pairs: [string, string, number][] = [
  ["line-strong", "canvas", 3],
  ["text", "sunken", 4.5],
  ["text-2", "sunken", 4.5],
  ["primary", "canvas", 4.5],
  ["primary-hover", "on-primary", 4.5],
  ["primary-press", "on-primary", 4.5],
  ["on-primary", "primary", 4.5],
  ["primary-soft", "on-primary-soft", 4.5],
  ["on-primary-soft", "primary-soft", 4.5],
  ["danger", "surface", 4.5],
  ["danger-hover", "on-danger", 4.5],
  ["on-danger", "danger", 4.5],
  ["danger-soft", "on-danger-soft", 4.5],
  ["on-danger-soft", "danger-soft", 4.5],
  ["warn", "surface", 4.5],
  ["warn-soft", "on-warn-soft", 4.5],
  ["on-warn-soft", "warn-soft", 4.5],
  ["ok", "surface", 4.5],
  ["ok-soft", "on-ok-soft", 4.5],
  ["on-ok-soft", "ok-soft", 4.5],
  ["info", "surface", 4.5],
  ["info-soft", "on-info-soft", 4.5],
  ["on-info-soft", "info-soft", 4.5],
  ["focus", "sunken", 3],
];

const stagePairs: [string, string, number][] = [
  ["stage-text", "stage", 4.5],
  ["stage-text", "tile", 4.5],
  ["stage-text-2", "bar", 4.5],
  ["stage-line", "bar", 3],
  ["on-control", "control", 4.5],
  ["on-control-off", "control-off", 4.5],
  ["control-off", "bar", 3],
  ["on-leave", "leave", 4.5],
  ["leave", "bar", 3],
  ["stage-ok", "bar", 4.5],
  ["stage-warn", "bar", 4.5],
  ["stage-bad", "bar", 4.5],
  ["stage-focus", "bar", 3],
  ["on-stage-avatar", "stage-avatar", 4.5],
];

for (const theme of themes) {
  test.each(pairs)(`${theme}: %s on %s is at least %d`, (role, against, least) => {
    expect(ratio(colour(role, theme), colour(against, theme))).toBeGreaterThanOrEqual(least);
  });
}

test.each(stagePairs)("stage: %s on %s is at least %d", (role, against, least) => {
  expect(ratio(colour(role, "stage"), colour(against, "stage"))).toBeGreaterThanOrEqual(least);
});

test("text on a plate is readable over the whitest picture", () => {
  const plate = over(colour("stage", "stage"), 0.86, "#ffffff");
  expect(ratio(colour("stage-text", "stage"), plate)).toBeGreaterThan(12);
  expect(ratio(colour("stage-text-2", "stage"), plate)).toBeGreaterThan(7);
});

test("every theme names the same roles", () => {
  const roles = themes.map((theme) =>
    [...rules(theme).matchAll(/--([a-z0-9-]+): #/g)].map((match) => match[1]),
  );
  const light = new Set(roles[0]);
  for (const own of roles.slice(1)) expect([...light].filter((role) => !own.includes(role))).toEqual([]);
});

function rules(theme: string): string {
  const selector = theme === "stage" ? /every theme[\s\S]*?:root \{([\s\S]*?)\}/ : themeRule(theme);
  return selector.exec(css)?.[1] ?? "";
}

function themeRule(theme: string): RegExp {
  return new RegExp(`\\[data-theme="${theme}"\\] \\{([\\s\\S]*?)\\}`);
}

function colour(role: string, theme: string): string {
  const value = new RegExp(`--${role}: (#[0-9a-f]{6});`).exec(rules(theme))?.[1];
  if (!value) throw new Error(`${theme} has no ${role}`);
  return value;
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
}

/** WCAG 2.x relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channels(hex).map((value) => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function over(front: string, opacity: number, behind: string): string {
  const under = channels(behind);
  const mixed = channels(front).map((value, index) =>
    Math.round(value * opacity + (under[index] ?? 0) * (1 - opacity)),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
