/** What went wrong with a request, as a stable code of docs/protocol.md, or one of this client's own. */
export type ProblemCode =
  | "validation"
  | "unauthenticated"
  | "totp_required"
  | "totp_wrong"
  | "token_expired"
  | "forbidden"
  | "not_admitted"
  | "not_found"
  | "code_unknown"
  | "code_expired"
  | "invitation_used"
  | "consultation_ended"
  | "conflict"
  | "rate_limited"
  | "account_locked"
  | "offer_rejected"
  | "media_full"
  | "media_away"
  | "too_large"
  | "unsupported_media_type"
  | "file_refused"
  | "conversation_blocked"
  | "precondition_failed"
  | "precondition_required"
  | "idempotency_key_reused"
  | "request_in_progress"
  | "method_not_allowed"
  | "unavailable"
  | "internal"
  /** No answer came: the network or the server is away. */
  | "unreachable"
  /** A code this client does not know. */
  | "unknown";

const known: ReadonlySet<string> = new Set<ProblemCode>([
  "validation",
  "unauthenticated",
  "totp_required",
  "totp_wrong",
  "token_expired",
  "forbidden",
  "not_admitted",
  "not_found",
  "code_unknown",
  "code_expired",
  "invitation_used",
  "consultation_ended",
  "conflict",
  "rate_limited",
  "account_locked",
  "offer_rejected",
  "media_full",
  "media_away",
  "too_large",
  "unsupported_media_type",
  "file_refused",
  "conversation_blocked",
  "precondition_failed",
  "precondition_required",
  "idempotency_key_reused",
  "request_in_progress",
  "method_not_allowed",
  "unavailable",
  "internal",
  "unreachable",
]);

/** Parses a code from the wire; anything new becomes `unknown`. */
export function problemCode(value: unknown): ProblemCode {
  return typeof value === "string" && known.has(value) ? (value as ProblemCode) : "unknown";
}

export class ApiError extends Error {
  readonly code: ProblemCode;
  /** HTTP status, 0 where none was received. */
  readonly status: number;

  constructor(code: ProblemCode, status = 0, detail = "") {
    super(detail || code);
    this.name = "ApiError";
    this.code = code;
    this.status = status;
  }
}

/** The code of any thrown value, so that a screen can always find its sentence. */
export function codeOf(error: unknown): ProblemCode {
  return error instanceof ApiError ? error.code : "unknown";
}

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
