//! Request contents whose faults are problems, never a framework's plain text.

use crate::error::{Code, Failure};
use axum::extract::rejection::{BytesRejection, JsonRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

/// A JSON body.
pub(crate) struct Json<T>(pub T);

/// Parts of the path; one that cannot be an id names nothing.
pub(crate) struct Path<T>(pub T);

/// The query string.
pub(crate) struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(match rejection {
                JsonRejection::MissingJsonContentType(_) => Code::UnsupportedMediaType.into(),
                JsonRejection::BytesRejection(inner) => unread(&inner),
                // serde names the field and what was expected; the body is the caller's own.
                other => Failure::validation(other.body_text()),
            }),
        }
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(inner)| Self(inner))
            .map_err(|_| Code::NotFound.into())
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        query
            .map(|axum::extract::Query(inner)| Self(inner))
            .map_err(|rejection| Failure::validation(rejection.body_text()))
    }
}

/// Why a body could not be read.
#[must_use]
pub(crate) fn unread(rejection: &BytesRejection) -> Failure {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Code::TooLarge.into()
    } else {
        Failure::validation("the body could not be read")
    }
}

/// A text of 1 to `longest` characters without control characters, trimmed.
///
/// # Errors
/// [`Code::Validation`].
pub(crate) fn line(field: &'static str, text: &str, longest: usize) -> Result<String, Failure> {
    let text = text.trim();
    let fits = !text.is_empty() && text.chars().count() <= longest;
    if fits && !text.chars().any(|c| c.is_control() || turns_text(c)) {
        return Ok(text.to_owned());
    }
    Err(Failure::validation(format!(
        "{field} must be one line of 1 to {longest} characters"
    )))
}

/// Whether a character is invisible and changes the direction of text: it could make a name look like another.
fn turns_text(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line() {
        assert_eq!(line("name", "  Ana ", 5).ok().as_deref(), Some("Ana"));
        for wrong in ["", "   ", "123456", "a\nb", "a\0", "a\u{202e}b"] {
            assert!(line("name", wrong, 5).is_err(), "{wrong:?}");
        }
    }
}
