import type { components, paths } from "./contract";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The paths of the HTTP API that take a method. */
export type PathOf<M extends Method> = {
  [P in keyof paths]: paths[P][Lowercase<M>] extends object ? P : never;
}[keyof paths];

type Operation<M extends Method, P extends PathOf<M>> = paths[P][Lowercase<M>];

/** What an answer leaves out where there is nothing to say; all else it then calls `null`. */
type LeftOut =
  | "clientId"
  | "code"
  | "consultationId"
  | "endedAt"
  | "fileName"
  | "fileSize"
  | "fileType"
  | "fileUrl"
  | "link"
  | "remedy"
  | "share_token";

/** A schema as the server's answers have it: the document calls whatever may be `null` optional. */
export type Told<Value> = Value extends readonly (infer Item)[]
  ? Told<Item>[]
  : Value extends Record<string, never>
    ? unknown
    : Value extends object
      ? {
          [Name in keyof Value as Name extends Absent<Value> ? never : Name]-?: Told<
            Exclude<Value[Name], undefined>
          >;
        } & { [Name in Absent<Value>]?: Told<Exclude<Value[Name], null>> }
      : Value;

/** Those of its members that are left out at times. */
type Absent<Value> = {
  [Name in keyof Value & LeftOut]-?: Record<string, never> extends Pick<Value, Name> ? Name : never;
}[keyof Value & LeftOut];

/** An answer, or a part of one, by its name in the document. */
export type Schema<Name extends keyof components["schemas"]> = Told<components["schemas"][Name]>;

type Json<Response> = Response extends { content: { "application/json": infer Content } }
  ? Told<Content>
  : undefined;

/** What comes of a request that succeeds; nothing of some. */
export type AnswerOf<M extends Method, P extends PathOf<M>> =
  Operation<M, P> extends { responses: infer Responses }
    ? Json<Responses[keyof Responses & (200 | 201 | 202 | 204)]>
    : never;

type Params<O> = O extends { parameters: { path: infer Values } } ? { params: Values } : { params?: never };

/** `null` asks nothing. */
type Query<O> = O extends { parameters: { query: infer Values } }
  ? { query: Nullable<Values> }
  : O extends { parameters: { query?: infer Values } }
    ? { query?: Nullable<Values> }
    : never;

type Nullable<Values> = { [Name in keyof Values]: Values[Name] | null };

/** A file goes as it is. */
type Body<O> = O extends { requestBody: { content: infer Contents } }
  ? { body: Contents extends { "application/octet-stream": unknown } ? Blob : Sent<Contents[keyof Contents]> }
  : { body?: never };

/** What is only read on its way. */
type Sent<Value> = Value extends object ? { readonly [Name in keyof Value]: Sent<Value[Name]> } : Value;

interface Beside {
  headers?: Record<string, string>;
  /** Shown in place of the access token, by those who hold a place. */
  token?: string;
}

type Whole<O> = Params<O> & Query<O> & Body<O> & Beside;

/** What goes with a request, left away where nothing must. */
export type Given<M extends Method, P extends PathOf<M>> =
  Record<string, never> extends Whole<Operation<M, P>>
    ? [given?: Whole<Operation<M, P>>]
    : [given: Whole<Operation<M, P>>];

interface Gaps {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
}

/** A path with its gaps filled and its question. */
export function pathTo(path: string, { params = {}, query = {} }: Gaps = {}): string {
  const filled = path.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const asked = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  );
  return asked.length === 0 ? filled : `${filled}?${new URLSearchParams(asked)}`;
}
