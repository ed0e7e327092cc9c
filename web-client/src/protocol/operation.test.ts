import { expect, expectTypeOf, test } from "vitest";
import type { ApiClient } from "./apiClient";
import { pathTo, type Schema } from "./operation";

test("the gaps of a path are filled and what is asked stands behind it", () => {
  expect(pathTo("/api/v1/teams/{id}/doctors/{doctor}", { params: { id: "a/b", doctor: "é?" } })).toBe(
    "/api/v1/teams/a%2Fb/doctors/%C3%A9%3F",
  );
  const query = { q: "Ana & Léa", limit: 0, online: false, cursor: null, role: undefined };
  expect(pathTo("/api/v1/users", { query })).toBe("/api/v1/users?q=Ana+%26+L%C3%A9a&limit=0&online=false");
  expect(pathTo("/api/v1/users", { query: { q: null } })).toBe("/api/v1/users");
});

test("what the contract does not have does not compile", () => {
  expectTypeOf(refused).toBeFunction();
});

// Never run: the compiler fails where one of these is no error any more.
function refused(api: ApiClient) {
  // @ts-expect-error no such path
  api.ask("GET", "/api/v1/nothing");
  // @ts-expect-error not by this method
  api.ask("DELETE", "/api/v1/me");
  // @ts-expect-error without its id
  api.ask("GET", "/api/v1/history/{id}");
  // @ts-expect-error without a body
  api.ask("POST", "/api/v1/teams");
  // @ts-expect-error a body that lacks its name
  api.ask("POST", "/api/v1/teams", { body: {} });
  // @ts-expect-error a role that nobody has
  api.ask("GET", "/api/v1/users", { query: { role: "nurse" } });
  // @ts-expect-error JSON where a file is wanted
  api.ask("POST", "/api/v1/consultations/{id}/chat/files", { params: { id: "c" }, body: { name: "a" } });
}

test("answers have what may be null, and leave out what the server leaves out", () => {
  expectTypeOf<ReturnType<typeof asked>>().resolves.toHaveProperty("title").toEqualTypeOf<string | null>();
  expectTypeOf<Pick<Schema<"Consultation">, "code">>().toEqualTypeOf<{ code?: string }>();
  expectTypeOf<ReturnType<typeof done>>().resolves.toEqualTypeOf<undefined>();
});

function asked(api: ApiClient) {
  return api.ask("GET", "/api/v1/consultations/{id}", { params: { id: "c" } });
}

function done(api: ApiClient) {
  return api.ask("DELETE", "/api/v1/teams/{id}", { params: { id: "t" } });
}
