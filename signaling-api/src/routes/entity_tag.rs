//! Entity tags of what people edit (RFC 9110 section 8.8.3).

use crate::error::{Code, Failure};
use aws_lc_rs::digest::{SHA256, digest};
use axum::body::Body;
use axum::extract::{FromRequestParts, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::convert::Infallible;

/// An answer with its strong entity tag: a digest of what people edit of it, then one of all that is told.
///
/// `If-Match` is held against the first half alone: who enters a room while its doctor writes a title does not get in the way.
pub(crate) struct Tagged<T> {
    tag: String,
    body: T,
}

impl<T: Serialize> Tagged<T> {
    /// `edited` is what a change may change.
    #[must_use]
    pub(crate) fn new(edited: &impl Serialize, body: T) -> Self {
        let tag = format!("\"{}-{}\"", half(edited), half(&body));
        Self { tag, body }
    }
}

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        ([(ETAG, self.tag)], axum::Json(self.body)).into_response()
    }
}

/// The condition of a change: the entity tags of `If-Match`, nothing where it has none.
pub(crate) struct IfMatch(Option<Vec<String>>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asked = parts.headers.contains_key(IF_MATCH);
        Ok(Self(asked.then(|| tags(&parts.headers, &IF_MATCH))))
    }
}

impl IfMatch {
    /// Lets a change pass whose author saw this state (section 13.1.1: a weak tag matches nothing).
    ///
    /// # Errors
    /// [`Code::PreconditionFailed`].
    pub(crate) fn check(&self, edited: &impl Serialize) -> Result<(), Failure> {
        let now = format!("\"{}-", half(edited));
        let matches = |tag: &String| tag == "*" || tag.starts_with(&now);
        match &self.0 {
            Some(tags) if !tags.iter().any(matches) => Err(self.overtaken()),
            _ => Ok(()),
        }
    }

    /// Why a change is not made that passed the check and met another one.
    #[must_use]
    pub(crate) fn overtaken(&self) -> Failure {
        let code = match self.0 {
            Some(_) => Code::PreconditionFailed,
            None => Code::Conflict,
        };
        Failure::new(code, "somebody else changed it meanwhile; read it again")
    }
}

/// Leaves out what the client has already (section 13.1.2).
pub(crate) async fn not_modified(request: Request, next: Next) -> Response {
    let is_asked = matches!(*request.method(), Method::GET | Method::HEAD);
    let known = is_asked.then(|| tags(request.headers(), &IF_NONE_MATCH));
    let mut response = next.run(request).await;
    let Some(known) = known.filter(|known| !known.is_empty() && response.status() == StatusCode::OK) else {
        return response;
    };
    let tag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok());
    let matches = |known: &String| known == "*" || tag == Some(known.trim_start_matches("W/"));
    if tag.is_some() && known.iter().any(matches) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(CONTENT_TYPE);
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    response
}

/// The entity tags of a header; ours have no comma in them.
fn tags(headers: &HeaderMap, name: &HeaderName) -> Vec<String> {
    let lines = headers.get_all(name).into_iter();
    let lines = lines.filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .map(|tag| tag.trim().to_owned())
        .filter(|tag| !tag.is_empty())
        .collect()
}

fn half(state: &impl Serialize) -> String {
    let text = serde_json::to_vec(state).unwrap_or_default();
    let digest = digest(&SHA256, &text);
    digest
        .as_ref()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn condition(text: &str) -> IfMatch {
        let mut headers = HeaderMap::new();
        if let Ok(value) = text.parse() {
            headers.insert(IF_MATCH, value);
        }
        IfMatch(Some(tags(&headers, &IF_MATCH)))
    }

    #[test]
    fn a_change_is_held_against_what_is_edited() {
        let seen = Tagged::new(&("title", 1), "one in the room").tag;
        let busier = Tagged::new(&("title", 1), "two in the room").tag;
        assert_ne!(seen, busier, "what is told is another");
        assert!(condition(&seen).check(&("title", 1)).is_ok());
        assert!(condition(&busier).check(&("title", 1)).is_ok());
        assert!(condition(&seen).check(&("title", 2)).is_err());
        assert!(condition("*").check(&("title", 2)).is_ok());
        assert!(
            condition(&format!("\"other\", {seen}"))
                .check(&("title", 1))
                .is_ok()
        );
        assert!(
            condition(&format!("W/{seen}")).check(&("title", 1)).is_err(),
            "weak"
        );
        assert!(condition("").check(&("title", 1)).is_err());
        assert!(IfMatch(None).check(&("title", 1)).is_ok());
    }

    proptest! {
        #[test]
        fn no_other_header_lets_a_change_pass(text in "[ -~]{0,60}") {
            prop_assume!(!text.contains('*'));
            prop_assert!(condition(&text).check(&"state").is_err());
        }
    }
}
