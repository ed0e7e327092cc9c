import { afterEach, expect, test, vi } from "vitest";
import { ApiClient } from "./apiClient";
import { ApiError } from "./apiError";
import { changeAccount, seeAccount } from "./changeAccount";
import { askForPassword } from "./installation";
import { joinAsGuest } from "./joinAsGuest";

const user = { id: "u", email: "doctor@demo.test", name: "Dr Claire Moreau", role: "doctor" };

interface Sent {
  path: string;
  authorization: string | null;
}

/** Answers by path; what was asked is kept. */
function serve(answer: (path: string, authorization: string | null) => Response): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const authorization = new Headers(init.headers).get("Authorization");
    sent.push({ path, authorization });
    return answer(path, authorization);
  });
  return sent;
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const signedIn = (token: string) => json(200, { access_token: token, expires_in: 600, user });

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a problem document becomes an error with its code", async () => {
  serve(() => json(410, { code: "consultation_ended", status: 410 }));
  const error = await joinAsGuest(new ApiClient(), { code: "ABCDEF" }, "Ana").catch((thrown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ code: "consultation_ended", status: 410 });
});

test("an answer that is no problem document is understood by its status", async () => {
  serve(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await expect(new ApiClient().ask("GET", "/api/v1/me")).rejects.toMatchObject({ code: "unreachable" });
});

test("no answer at all is unreachable", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));
  await expect(new ApiClient().ask("GET", "/api/v1/me")).rejects.toMatchObject({ code: "unreachable" });
});

test("an access token that ran out is renewed once, for all requests at once", async () => {
  const sent = serve((path, authorization) => {
    if (path.endsWith("auth/login")) return signedIn("old");
    if (path.endsWith("auth/refresh")) return signedIn("new");
    return authorization === "Bearer new" ? json(200, user) : json(401, { code: "token_expired" });
  });
  const api = new ApiClient();
  await api.signIn({ email: "doctor@demo.test", password: "vestibule-demo" });
  await Promise.all([api.ask("GET", "/api/v1/me"), api.ask("GET", "/api/v1/consultations")]);
  expect(sent.filter(({ path }) => path.endsWith("auth/refresh"))).toHaveLength(1);
  expect(api.token).toBe("new");
});

test("who is not signed in gets the refusal without a refresh", async () => {
  const sent = serve(() => json(401, { code: "unauthenticated" }));
  await expect(new ApiClient().ask("GET", "/api/v1/me")).rejects.toMatchObject({ code: "unauthenticated" });
  expect(sent).toHaveLength(1);
});

test("an answer without content is no failure", async () => {
  serve(() => new Response(null, { status: 202 }));
  await expect(askForPassword(new ApiClient(), "a@demo.test")).resolves.toBeUndefined();
});

test("what was seen is named by its tag, also where a proxy made it weak", async () => {
  const conditions: (string | null)[] = [];
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    conditions.push(new Headers(init.headers).get("If-Match"));
    return new Response("{}", { headers: { ETag: 'W/"edited-whole"' } });
  });
  const api = new ApiClient();
  const { tag } = await seeAccount(api, "u");
  await changeAccount(api, "u", { name: "Ana" }, tag);
  await changeAccount(api, "u", { disabled: true });
  expect(conditions).toEqual([null, '"edited-whole"', null]);
});

test("a page of another site asks the server with its own token, a newer one where that has run out, no cookie", async () => {
  const tokens = ["old", "new"];
  const sent: (string | null)[][] = [];
  vi.stubGlobal("fetch", async (url: string, { headers, credentials }: RequestInit) => {
    const authorization = new Headers(headers).get("Authorization");
    sent.push([url, authorization, credentials ?? null]);
    const expired = url.endsWith("/calls") && authorization === "Bearer old";
    return expired ? json(401, { code: "token_expired" }) : json(200, user);
  });
  const token = async () => tokens.shift() ?? "";
  const api = new ApiClient({ server: "https://visio.clinic.example/", token });
  await api.ask("GET", "/api/v1/calls");
  const at = "https://visio.clinic.example/api/v1";
  expect(sent).toEqual([
    [`${at}/me`, "Bearer old", "omit"],
    [`${at}/calls`, "Bearer old", "omit"],
    [`${at}/me`, "Bearer new", "omit"],
    [`${at}/calls`, "Bearer new", "omit"],
  ]);
});
