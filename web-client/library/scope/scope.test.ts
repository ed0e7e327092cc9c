import postcss, { type Plugin } from "postcss";
import { expect, test } from "vitest";
import { scopedNames } from "./names";
import { scopedStyles } from "./styles";

const scoped = (css: string) => postcss([scopedStyles as Plugin]).process(css, { from: undefined }).css;

test.each([
  [".button:hover > .icon {}", ".vestibule .vestibule-button:hover > .vestibule-icon {}"],
  ["button, input {}", ".vestibule button, .vestibule input {}"],
  [":root, html {}", ".vestibule {}"],
  ['[data-theme="dark"] {}', '.vestibule[data-theme="dark"] {}'],
  ['[data-theme="dark"] .file {}', '.vestibule[data-theme="dark"] .vestibule-file {}'],
  ['[dir="rtl"] .file {}', '.vestibule[dir="rtl"] .vestibule-file {}'],
  [".vestibule {}", ".vestibule {}"],
  ["@media (x) { .a {} }", "@media (x) { .vestibule .vestibule-a {} }"],
  [
    ".a { animation: turn 1s } @keyframes turn { to { rotate: 1turn } }",
    ".vestibule .vestibule-a { animation: vestibule-turn 1s } @keyframes vestibule-turn { to { rotate: 1turn } }",
  ],
])("%s holds inside alone", (css, expected) => {
  expect(scoped(css)).toBe(expected);
});

test("elements and rules come to the same names, once", () => {
  expect(scopedNames("button button-primary")).toBe("vestibule-button vestibule-button-primary");
  expect(scopedNames(scopedNames("button"))).toBe("vestibule-button");
  expect(scopedNames("vestibule react-aria-Popover")).toBe("vestibule react-aria-Popover");
});
