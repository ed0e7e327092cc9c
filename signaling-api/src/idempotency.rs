//! A request that makes something, sent again with the same `Idempotency-Key`, makes nothing more and is answered the same.

use crate::app::App;
use crate::caller::{bearer, server_of, user_of};
use crate::clock::Timestamp;
use crate::code;
use crate::error::{Code, Failure};
use crate::routes::body::unread;
use crate::store::Asked;
use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::digest::{SHA256, digest};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The header (draft-ietf-httpapi-idempotency-key-header).
pub(crate) const HEADER: &str = "idempotency-key";
/// Says that an answer was given before.
pub(crate) const REPLAYED: &str = "idempotency-replayed";
/// The routes where a POST makes something for somebody who is known.
pub(crate) const ROUTES: [&str; 15] = [
    "/api/v1/consultations",
    "/api/v1/consultations/{id}/invitations",
    "/api/v1/calls",
    "/api/v1/meetings",
    "/api/v1/meetings/{id}/tokens",
    "/api/v1/rooms",
    "/api/v1/rooms/{id}/tokens",
    "/api/v1/users",
    "/api/v1/users/{id}/invitation",
    "/api/v1/teams",
    "/api/v1/api-keys",
    "/api/v1/webhooks",
    "/api/v1/webhooks/{id}/secret",
    "/api/v1/webhooks/{id}/ping",
    "/api/messaging/medecin-patient/webrtc/sessions",
];
/// Shortest key, in bytes: what is kept is sealed with it, so it must not be guessed.
const SHORTEST_KEY: usize = 16;
/// Longest key, in bytes.
const LONGEST_KEY: usize = 100;
/// Longest answer that is kept, in bytes.
const LONGEST_ANSWER: usize = 1 << 20;

/// Answers from what was answered before, or keeps what is answered.
pub(crate) async fn keep(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let makes =
        request.method() == Method::POST && route.is_some_and(|route| ROUTES.contains(&route.as_str()));
    if !makes || !request.headers().contains_key(HEADER) {
        return next.run(request).await;
    }
    // Who may not ask is told so by the route.
    let Some(caller) = caller(&app, request.headers()).await else {
        return next.run(request).await;
    };
    let answer = once(app, &caller, request, next).await;
    answer.unwrap_or_else(IntoResponse::into_response)
}

async fn once(app: Arc<App>, caller: &str, request: Request, next: Next) -> Result<Response, Failure> {
    let key = key(request.headers())?;
    let secret = format!("{caller} {} {key}", request.uri().path());
    let (parts, body) = request.into_parts();
    let whole = Request::from_parts(parts.clone(), body);
    let body = Bytes::from_request(whole, &())
        .await
        .map_err(|rejection| unread(&rejection))?;
    let (id, content) = (code::digest(&secret), hex(digest(&SHA256, &body).as_ref()));
    match app.store.ask_once(&id, &content, Timestamp::now()).await? {
        Asked::First => {}
        Asked::Other => return Err(Code::KeyReused.into()),
        Asked::Meanwhile => return Err(Code::InProgress.into()),
        Asked::Before(status, sealed) => return again(status, &secret, &sealed),
    }
    let request = Request::from_parts(parts, Body::from(body));
    // Goes on where the client goes away meanwhile: that is when it will ask again.
    let answered = tokio::spawn(async move { answer(&app, &id, &secret, next.run(request).await).await });
    answered.await.map_err(|_| Code::Internal)?
}

/// Keeps what was answered; what made nothing may be tried again.
async fn answer(app: &App, id: &str, secret: &str, response: Response) -> Result<Response, Failure> {
    if !response.status().is_success() {
        app.store.forget_request(id).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, LONGEST_ANSWER).await.map_err(|_| Code::Internal)?;
    let sealed = seal(secret, &body).ok_or(Code::Internal)?;
    app.store.keep_answer(id, parts.status.as_u16(), sealed).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn key(headers: &HeaderMap) -> Result<String, Failure> {
    let key = headers.get(HEADER).and_then(|key| key.to_str().ok());
    let fits = key.filter(|key| (SHORTEST_KEY..=LONGEST_KEY).contains(&key.len()));
    let sentence = "Idempotency-Key must have 16 to 100 printable characters; a UUID is one";
    fits.map(str::to_owned)
        .ok_or_else(|| Failure::validation(sentence))
}

/// Who asks, whichever token they have by now.
async fn caller(app: &App, headers: &HeaderMap) -> Option<String> {
    let token = bearer(headers)?;
    match user_of(app, token).await {
        Ok(user) => Some(user.id.to_string()),
        Err(_) => server_of(app, token).await.ok().map(|_| code::digest(token)),
    }
}

fn again(status: u16, secret: &str, sealed: &str) -> Result<Response, Failure> {
    let status = StatusCode::from_u16(status).map_err(|_| Code::Internal)?;
    let body = open(secret, sealed).ok_or(Code::Internal)?;
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}

/// Answers may hold secrets that are told once: only who has the key can read what is kept.
fn seal(secret: &str, body: &[u8]) -> Option<String> {
    let mut bytes = body.to_vec();
    let nonce = cipher(secret)?
        .seal_in_place_append_tag(Aad::empty(), &mut bytes)
        .ok()?;
    Some(hex(nonce.as_ref()) + &hex(&bytes))
}

fn open(secret: &str, sealed: &str) -> Option<Vec<u8>> {
    let mut nonce = unhex(sealed)?;
    let mut rest = (nonce.len() >= NONCE_LEN).then(|| nonce.split_off(NONCE_LEN))?;
    let nonce = Nonce::try_assume_unique_for_key(&nonce).ok()?;
    let opened = cipher(secret)?.open_in_place(nonce, Aad::empty(), &mut rest);
    opened.ok().map(|body| body.to_vec())
}

fn cipher(secret: &str) -> Option<RandomizedNonceKey> {
    let key = digest(&SHA256, format!("answer {secret}").as_bytes());
    RandomizedNonceKey::new(&AES_256_GCM, key.as_ref()).ok()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_sealed_opens_with_its_key_alone(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let sealed = seal("one", &body).expect("sealed");
            prop_assert_eq!(open("one", &sealed), Some(body));
            prop_assert_eq!(open("other", &sealed), None);
        }

        #[test]
        fn no_text_panics(text in ".{0,80}") {
            prop_assert_eq!(open("one", &text), None);
        }
    }
}
