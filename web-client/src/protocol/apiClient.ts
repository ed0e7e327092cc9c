import { ApiError, codeOf, problemOf } from "./apiError";
import type { Host } from "./host";
import { type AnswerOf, type Given, type Method, type PathOf, pathTo, type Schema } from "./operation";
import type { Request } from "./request";
import type { Seen } from "./seen";

/** Who the signed-in person is. */
export type User = Schema<"Account">;

/** What somebody signs in with. */
export interface Credentials {
  email: string;
  password: string;
  /** A code of the authenticator app or a recovery code, where the account asks for one. */
  totp?: string;
}

/** The HTTP API with the access token of whoever is signed in; the token lives in memory only. */
export class ApiClient {
  private accessToken: string | null = null;
  private readonly host: Host | null;
  /** The server's origin; empty on its own pages. */
  readonly server: string;

  /** @param host for pages elsewhere; the server's own pages have a refresh cookie */
  constructor(host: Host | null = null) {
    this.host = host;
    this.server = host?.server.replace(/\/$/, "") ?? "";
  }
  private refreshing: Promise<User> | null = null;

  /** Asks as the contract has it; an access token that has run out is renewed once by the refresh cookie. */
  async ask<M extends Method, P extends PathOf<M>>(
    method: M,
    path: P,
    ...[given]: Given<M, P>
  ): Promise<AnswerOf<M, P>> {
    return read(await this.request(pathTo(path, given), { method, ...given }));
  }

  /** Looks at something that is to be changed. */
  async see<P extends PathOf<"GET">>(
    path: P,
    ...[given]: Given<"GET", P>
  ): Promise<Seen<AnswerOf<"GET", P>>> {
    const response = await this.request(pathTo(path, given), { ...given });
    // A proxy that compresses makes a tag weak; the server holds it against the content all the same.
    const tag = response.headers.get("ETag")?.replace(/^W\//, "") ?? null;
    return { answer: await read(response), tag };
  }

  /** The bytes of a file, asked for like the rest. */
  async file(path: string, request: Request = {}): Promise<Blob> {
    return (await this.request(path, request)).blob();
  }

  private async request(path: string, request: Request): Promise<Response> {
    if (this.host && this.accessToken === null && request.token === undefined) await this.refresh();
    const token = this.accessToken;
    try {
      return await this.fetch(path, request);
    } catch (error) {
      const own = token !== null && request.token === undefined;
      const renewable = own && ["token_expired", "unauthenticated"].includes(codeOf(error));
      if (!renewable) throw error;
      if (this.accessToken === token) await this.refresh();
      return this.fetch(path, request);
    }
  }

  /** Takes the tokens of a fresh sign-in. */
  async signIn(credentials: Credentials): Promise<User> {
    return this.accept(
      await this.fetchJson<Schema<"Session">>("/api/v1/auth/login", { method: "POST", body: credentials }),
    );
  }

  /** Signs in by the refresh cookie, or by what the host gives; calls at the same time share one request. */
  refresh(): Promise<User> {
    this.refreshing ??= (this.host ? this.introduced(this.host) : this.remembered()).finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  async signOut(): Promise<void> {
    // A host's sign-in is the host's to end.
    if (!this.host) await this.fetchJson<void>("/api/v1/auth/logout", { method: "POST" });
    this.accessToken = null;
  }

  /** The current access token, for the real-time connection. */
  get token(): string | null {
    return this.accessToken;
  }

  /** Where a path is. */
  address(path: string): string {
    return this.server + path;
  }

  private async remembered(): Promise<User> {
    return this.accept(await this.fetchJson<Schema<"Session">>("/api/v1/auth/refresh", { method: "POST" }));
  }

  private async introduced(host: Host): Promise<User> {
    this.accessToken = await host.token();
    return this.fetchJson<User>("/api/v1/me", {});
  }

  private accept(answer: Schema<"Session">): User {
    this.accessToken = answer.access_token;
    return answer.user;
  }

  private async fetchJson<Answer>(path: string, request: Request): Promise<Answer> {
    return read<Answer>(await this.fetch(path, request));
  }

  private async fetch(path: string, { method = "GET", body, token, ...rest }: Request): Promise<Response> {
    const headers = new Headers({ Accept: "application/json", ...rest.headers });
    // The language chosen on the page, which may not be the browser's: letters are written in it.
    const language = globalThis.document?.documentElement.lang;
    if (language) headers.set("Accept-Language", language);
    const isFile = body instanceof Blob;
    if (body !== undefined && !isFile) headers.set("Content-Type", "application/json");
    const shown = token ?? this.accessToken;
    if (shown) headers.set("Authorization", `Bearer ${shown}`);
    // Elsewhere the token alone speaks: no cookie goes along (CORS without credentials).
    const init: RequestInit = { method, headers, credentials: this.host ? "omit" : "same-origin" };
    if (body !== undefined) init.body = isFile ? body : JSON.stringify(body);
    const response = await fetch(this.address(path), init).catch(() => {
      throw new ApiError("unreachable");
    });
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}

async function read<Answer>(response: Response): Promise<Answer> {
  // 202 and 204 have no content.
  const content = await response.text();
  return (content === "" ? undefined : JSON.parse(content)) as Answer;
}
