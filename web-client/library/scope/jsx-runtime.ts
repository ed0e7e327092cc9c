// Stands between the library's components and React's runtime: each class gets the name that it has on other sites.
import type { ElementType } from "react";
import { jsx as createElement, jsxs as createElements, Fragment } from "react/jsx-runtime";
import { scopedNames } from "./names";

export { Fragment };

export function jsx(type: ElementType, props: Record<string, unknown>, key?: string) {
  return createElement(type, scoped(props), key);
}

export function jsxs(type: ElementType, props: Record<string, unknown>, key?: string) {
  return createElements(type, scoped(props), key);
}

function scoped(props: Record<string, unknown>): Record<string, unknown> {
  const { className } = props;
  return typeof className === "string" ? { ...props, className: scopedNames(className) } : props;
}
