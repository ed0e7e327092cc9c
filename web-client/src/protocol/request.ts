/** What is asked of the HTTP API, beside its path. */
export interface Request {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** A file as it is, anything else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Shown in place of the access token, by those who hold a place. */
  token?: string;
}
