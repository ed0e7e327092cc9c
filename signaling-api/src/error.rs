//! Failures as clients see them: RFC 9457 problems over HTTP, `{code, message}` over Socket.IO.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::Refusal;
use serde::Serialize;
use std::borrow::Cow;

/// Longest explanation of bad input, in characters.
const LONGEST_DETAIL: usize = 300;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $status:ident, $title:literal;)*) => {
        /// The stable name of a failure.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name on the wires.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// The HTTP status that goes with it.
            #[must_use]
            pub fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)* }
            }

            /// What it means, in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

codes! {
    /// The request's content is not as the contract says.
    Validation = "validation", UNPROCESSABLE_ENTITY, "The request is not valid";
    /// No credential, or one that is not accepted.
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "Sign in first";
    /// The password is right, a code is needed beside it.
    TotpRequired = "totp_required", UNAUTHORIZED, "A code of your authenticator app is needed";
    /// The password is right, the code beside it is not.
    TotpWrong = "totp_wrong", UNAUTHORIZED, "The code is wrong or was used";
    /// A credential that was good once.
    TokenExpired = "token_expired", UNAUTHORIZED, "The token has expired";
    /// Known, but not allowed.
    Forbidden = "forbidden", FORBIDDEN, "This is not allowed";
    /// The doctor has not let them in.
    NotAdmitted = "not_admitted", FORBIDDEN, "Wait until you are let in";
    /// Not there, or not for this caller to know of.
    NotFound = "not_found", NOT_FOUND, "There is no such thing";
    /// The resource exists and does not know this method.
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED, "This method is not known here";
    /// No consultation has this code or link.
    InvitationUnknown = "code_unknown", NOT_FOUND, "No consultation has this code";
    /// The consultation did not begin in time.
    InvitationExpired = "code_expired", GONE, "The code has expired";
    /// The link belongs to another browser.
    InvitationUsed = "invitation_used", CONFLICT, "This link was used in another browser";
    /// The consultation is over or was cancelled.
    ConsultationEnded = "consultation_ended", GONE, "The consultation is over";
    /// The same `Idempotency-Key` came with another request.
    KeyReused = "idempotency_key_reused", UNPROCESSABLE_ENTITY, "This Idempotency-Key belongs to another request";
    /// The first request with this `Idempotency-Key` is still being answered.
    InProgress = "request_in_progress", CONFLICT, "The same request is still being answered";
    /// The state of the resource forbids it.
    Conflict = "conflict", CONFLICT, "This is not possible now";
    /// Too much, too fast.
    RateLimited = "rate_limited", TOO_MANY_REQUESTS, "Too many attempts";
    /// Too many wrong passwords.
    AccountLocked = "account_locked", TOO_MANY_REQUESTS, "Too many wrong passwords; the account is locked for a while";
    /// The media node cannot answer the offer.
    OfferRejected = "offer_rejected", UNPROCESSABLE_ENTITY, "The offer cannot be answered";
    /// The media node takes no more.
    MediaFull = "media_full", SERVICE_UNAVAILABLE, "The media server is full";
    /// The media node is gone.
    MediaAway = "media_away", SERVICE_UNAVAILABLE, "The media server is away";
    /// The body or message is over its limit.
    TooLarge = "too_large", PAYLOAD_TOO_LARGE, "The request is too large";
    /// The body is of another type than the resource takes.
    UnsupportedMediaType = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE, "This content type is not taken";
    /// The operator's scanner does not let the file pass.
    FileRefused = "file_refused", UNPROCESSABLE_ENTITY, "The file is not let pass";
    /// One side closed the conversation.
    ConversationBlocked = "conversation_blocked", FORBIDDEN, "The conversation is blocked";
    /// `If-Match` names another state of the resource (RFC 9110 section 13.1.1), another ICE session (RFC 9725 section 4.3.1).
    PreconditionFailed = "precondition_failed", PRECONDITION_FAILED, "The resource has changed";
    /// `If-Match` is missing (RFC 6585 section 3).
    PreconditionRequired = "precondition_required", PRECONDITION_REQUIRED, "If-Match is missing";
    /// The store does not answer, or the request took too long.
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "The server cannot do this now";
    /// A fault of the server.
    Internal = "internal", INTERNAL_SERVER_ERROR, "The server failed";
}

/// Why a request was not met.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}: {detail}", code.as_str())]
pub struct Failure {
    /// Its stable name.
    pub code: Code,
    /// What is wrong with this request, for its author; never another person's data.
    pub detail: Cow<'static, str>,
    /// Whole seconds after which trying again makes sense.
    pub retry_after: Option<u64>,
}

impl Failure {
    /// A failure with its own words.
    pub fn new(code: Code, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            detail: detail.into(),
            retry_after: None,
        }
    }

    /// [`Code::Validation`] in words; long ones are cut, for they may repeat what the client sent.
    pub fn validation(detail: impl Into<Cow<'static, str>>) -> Self {
        let detail: Cow<'static, str> = detail.into();
        match detail.char_indices().nth(LONGEST_DETAIL) {
            Some((end, _)) => Self::new(Code::Validation, detail[..end].to_owned()),
            None => Self::new(Code::Validation, detail),
        }
    }

    /// [`Code::RateLimited`], to be tried again after so many seconds.
    #[must_use]
    pub fn rate_limited(seconds: u64) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Code::RateLimited.into()
        }
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::new(code, code.title())
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => Code::Unavailable,
            sqlx::Error::Database(inner) => of_database(&inner.code().unwrap_or_default()),
            _ => Code::Internal,
        };
        // The text of a database error can carry values; its kind and code cannot.
        let kind = error
            .as_database_error()
            .map(|inner| (inner.kind(), inner.code()));
        tracing::error!(?kind, code = code.as_str(), "the store failed");
        code.into()
    }
}

/// The failure that a code of the database stands for: five characters from PostgreSQL (SQLSTATE), fewer from SQLite.
fn of_database(code: &str) -> Code {
    if code.len() == 5 {
        return match code.get(..2).unwrap_or_default() {
            // No connection, a rollback to be tried again, no room, no lock within the time, stopped by its operator.
            "08" | "40" | "53" | "55" | "57" | "58" => Code::Unavailable,
            // Text that PostgreSQL cannot hold: a NUL.
            _ if code == "22021" => Code::Validation,
            // A standby, or set to read only.
            _ if code == "25006" => Code::Unavailable,
            _ => Code::Internal,
        };
    }
    match code.parse::<u32>() {
        // The primary result codes BUSY 5, LOCKED 6, READONLY 8, IOERR 10, FULL 13.
        Ok(code) if matches!(code & 0xff, 5 | 6 | 8 | 10 | 13) => Code::Unavailable,
        _ => Code::Internal,
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::RoomUnknown | Refusal::SessionUnknown => Code::NotFound.into(),
            Refusal::BadOffer(why) => Self::new(Code::OfferRejected, why),
            Refusal::Full => Code::MediaFull.into(),
            Refusal::Away | Refusal::CannotRecord => Code::MediaAway.into(),
        }
    }
}

/// The body of a failure (RFC 9457).
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem, example = json!({"type": "about:blank", "title": "No consultation has this code", "status": 404, "detail": "No consultation has this code", "code": "code_unknown"}))]
pub(crate) struct Problem {
    /// Always `about:blank`; `code` tells failures apart.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What the code means.
    title: &'static str,
    /// The HTTP status again.
    status: u16,
    /// What is wrong with this request.
    detail: Cow<'static, str>,
    /// The failure's stable name.
    code: &'static str,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = self.code.status();
        let problem = Problem {
            kind: "about:blank",
            title: self.code.title(),
            status: status.as_u16(),
            detail: self.detail,
            code: self.code.as_str(),
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl IntoResponse for Code {
    fn into_response(self) -> Response {
        Failure::from(self).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_databases_are_told_apart() {
        for away in [
            "5", "261", "6", "8", "778", "13", "08006", "40001", "40P01", "53300", "55P03", "57P01", "25006",
        ] {
            assert_eq!(of_database(away), Code::Unavailable, "{away}");
        }
        assert_eq!(of_database("22021"), Code::Validation);
        for fault in ["", "1", "19", "2067", "23505", "42601", "é§é"] {
            assert_eq!(of_database(fault), Code::Internal, "{fault}");
        }
    }
}
