//! What WHIP and WHEP have in common (RFC 9725, draft-ietf-wish-whep).

use crate::admission;
use crate::app::App;
use crate::error::{Code, Failure};
use crate::ice_fragment::{Credentials, fragment_of};
use crate::limiter::seconds_up;
use crate::media::{LONGEST_SDP, Resource, Wish};
use crate::routes::body::unread;
use crate::token::Pass;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_TYPE, ETAG, IF_MATCH, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use model::SessionId;
use protocol::Request as NodeRequest;
use std::sync::Arc;
use std::time::Instant;

/// A body of type `application/sdp`.
pub(crate) struct Sdp(pub String);

/// A body of type `application/trickle-ice-sdpfrag`.
pub(crate) struct Fragment(pub String);

impl<S: Send + Sync> FromRequest<S> for Sdp {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        text(request, state, "application/sdp").await.map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for Fragment {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        text(request, state, "application/trickle-ice-sdpfrag")
            .await
            .map(Self)
    }
}

/// Makes a session: 201 with the answer, its address and its entity tag.
///
/// # Errors
/// The node's, [`Code::RateLimited`], or the room is over.
pub(crate) async fn make(
    app: &Arc<App>,
    kind: &'static str,
    pass: Pass,
    wish: Wish,
) -> Result<Response, Failure> {
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits
        .offers
        .take(&pass.participant().0, Instant::now())
        .map_err(limited)?;
    admission::admitted(app, &pass).await?;
    let session = wish.session;
    let answered = app.media.negotiate(&pass, wish.clone()).await;
    app.metrics.join(crate::metrics::outcome(&answered), "signalling");
    let answer = answered?;
    admission::still_admitted(app, &pass).await?;
    let etag = app.media.keep(&pass, wish)?;
    app.hall
        .change(|rooms| rooms.enter_session(pass.clone(), session, None, Instant::now()))
        .await;
    let location = format!("/{kind}/{}/{session}", pass.room);
    let headers = [
        (CONTENT_TYPE, "application/sdp".to_owned()),
        (LOCATION, location),
        (ETAG, etag),
    ];
    Ok((StatusCode::CREATED, headers, answer).into_response())
}

/// Ends a session.
///
/// # Errors
/// [`Code::NotFound`], also for another participant's.
pub(crate) async fn end(app: &App, pass: &Pass, session: SessionId) -> Result<StatusCode, Failure> {
    app.media.resource(session, pass).ok_or(Code::NotFound)?;
    app.media.forget(session);
    let (room, participant) = (pass.room, pass.participant());
    // A node that is away has lost the session anyway.
    let _ = app.media.ask(NodeRequest::CloseSession { room, session }).await;
    app.hall
        .change(|rooms| rooms.drop_session(room, participant, session, Instant::now()))
        .await;
    Ok(StatusCode::OK)
}

/// Takes candidates, which an ICE-lite server does not need, or restarts ICE.
///
/// # Errors
/// [`Code::NotFound`], [`Code::PreconditionFailed`], [`Code::PreconditionRequired`], the node's.
pub(crate) async fn patch(
    app: &App,
    pass: &Pass,
    session: SessionId,
    headers: &HeaderMap,
    fragment: &str,
) -> Result<Response, Failure> {
    let resource = app.media.resource(session, pass).ok_or(Code::NotFound)?;
    let condition = headers
        .get(IF_MATCH)
        .map(|value| value.to_str().unwrap_or_default());
    if condition.is_some_and(|condition| condition != "*" && condition != resource.etag) {
        return Err(Code::PreconditionFailed.into());
    }
    let credentials = Credentials::first_in(fragment);
    match credentials.filter(|new| Credentials::first_in(&resource.wish.sdp).as_ref() != Some(new)) {
        None => Ok(StatusCode::NO_CONTENT.into_response()),
        Some(_) if condition.is_none() => Err(Code::PreconditionRequired.into()),
        Some(new) => restart(app, pass, &resource, &new).await,
    }
}

/// RFC 9725 section 4.3.3: what was negotiated stays, so the same offer with new credentials says all.
async fn restart(
    app: &App,
    pass: &Pass,
    resource: &Resource,
    new: &Credentials,
) -> Result<Response, Failure> {
    let wish = Wish {
        sdp: new.put_into(&resource.wish.sdp),
        ..Wish::clone(&resource.wish)
    };
    let answer = app.media.negotiate(pass, wish.clone()).await?;
    let etag = app.media.keep(pass, wish)?;
    let headers = [
        (CONTENT_TYPE, "application/trickle-ice-sdpfrag".to_owned()),
        (ETAG, etag),
    ];
    Ok((headers, fragment_of(&answer)).into_response())
}

async fn text<S: Send + Sync>(request: Request, state: &S, expected: &str) -> Result<String, Failure> {
    let given = request.headers().get(CONTENT_TYPE);
    let given = given.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = given.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case(expected) {
        return Err(Code::UnsupportedMediaType.into());
    }
    let body = match bytes::Bytes::from_request(request, state).await {
        Ok(body) => body,
        Err(rejection) => return Err(unread(&rejection)),
    };
    if body.len() > LONGEST_SDP {
        return Err(Code::TooLarge.into());
    }
    String::from_utf8(body.into()).map_err(|_| Failure::validation("the body is not UTF-8"))
}
