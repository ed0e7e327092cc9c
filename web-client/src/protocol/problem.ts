import { ApiError, problemCode } from "./apiError";

/** RFC 9457: the code of a problem document, or the nearest one where a proxy answered instead. */
export async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const field = (name: string) =>
    body !== null && typeof body === "object" ? (body as Record<string, unknown>)[name] : undefined;
  const code = problemCode(field("code"));
  const detail = field("detail");
  return new ApiError(
    code === "unknown" ? codeOfStatus(response.status) : code,
    response.status,
    typeof detail === "string" ? detail : "",
  );
}

function codeOfStatus(status: number) {
  if (status === 401) return "unauthenticated";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  if (status === 429) return "rate_limited";
  if (status >= 502 && status <= 504) return "unreachable";
  return "unknown";
}
