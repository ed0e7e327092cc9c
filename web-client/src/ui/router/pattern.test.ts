import { expect, test } from "vitest";
import { paramsOf } from "./pattern";

test.each([
  ["/", "/", {}],
  ["/conference", "/conference/", {}],
  ["/conference/:sessionId", "/Conference/a1", { sessionId: "a1" }],
  ["/conference/join/:shareToken", "/conference/join/Ab%2Fc", { shareToken: "Ab/c" }],
  ["/history/:id", "/history/100%", { id: "100%" }],
  ["/admin/*", "/admin", {}],
  ["/admin/*", "/admin/teams/7", {}],
  ["*", "/nowhere/at/all", {}],
])("%s fits %s", (pattern, path, params) => {
  expect(paramsOf(pattern, path)).toEqual(params);
});

test.each([
  ["/", "/conference"],
  ["/conference/:sessionId", "/conference"],
  ["/conference/:sessionId", "/conference/join/token"],
  ["/admin/*", "/administrators"],
])("%s does not fit %s", (pattern, path) => {
  expect(paramsOf(pattern, path)).toBeNull();
});
