//! Receiving media over plain HTTP (draft-ietf-wish-whep).

use crate::app::App;
use crate::caller::Holder;
use crate::error::{Code, Failure};
use crate::media::Wish;
use crate::policy;
use crate::routes::body::{Path, Query};
use crate::routes::sdp::{self, Fragment, Sdp};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use model::{ParticipantId, RoomId, SessionId};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// Most participants named in one request.
const MOST_NAMED: usize = 64;

/// Whom to receive.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Whom {
    /// Identities, comma-separated; the k-th audio and the k-th video line carry the k-th. Without it, others in order of arrival.
    from: Option<String>,
}

/// Receive media
#[utoipa::path(post, path = "/whep/{room}", tag = "media", security(("participant" = [])), params(("room" = Uuid, Path), Whom),
    request_body(content = String, content_type = "application/sdp", description = "An SDP offer, at most 256 KiB"), responses(
    (status = 201, description = "The SDP answer", body = String, content_type = "application/sdp",
        headers(("Location" = String, description = "The session"), ("ETag" = String, description = "Its ICE session"))),
    (status = 403, description = "`forbidden`: the token does not let subscribe"),
    (status = 404, description = "`not_found`, also for a room that the token is not for"),
    (status = 410, description = "`consultation_ended`"),
    (status = 422, description = "`offer_rejected`, `validation`"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
    (status = 503, description = "`media_full`, `media_away`"),
))]
pub(crate) async fn make(
    State(app): State<Arc<App>>,
    Path(room): Path<Uuid>,
    Query(whom): Query<Whom>,
    holder: Holder,
    Sdp(sdp): Sdp,
) -> Result<Response, Failure> {
    let pass = holder.in_room(RoomId(room))?;
    let grants = policy::whep(pass.grants).ok_or(Code::Forbidden)?;
    let wish = Wish {
        session: SessionId::generate(),
        sdp,
        grants,
        sources: Vec::new(),
        from: named(pass.room, whom.from.as_deref())?,
    };
    sdp::make(&app, "whep", pass, wish).await
}

/// Stop receiving
#[utoipa::path(delete, path = "/whep/{room}/{session}", tag = "media", security(("participant" = [])),
    params(("room" = Uuid, Path), ("session" = Uuid, Path)), responses(
    (status = 200, description = "The session is over"),
    (status = 404, description = "`not_found`, also for another participant's"),
))]
pub(crate) async fn end(
    State(app): State<Arc<App>>,
    Path((room, session)): Path<(Uuid, Uuid)>,
    holder: Holder,
) -> Result<StatusCode, Failure> {
    sdp::end(&app, &holder.in_room(RoomId(room))?, SessionId(session)).await
}

/// Trickle candidates or restart ICE
#[utoipa::path(patch, path = "/whep/{room}/{session}", tag = "media", security(("participant" = [])),
    params(("room" = Uuid, Path), ("session" = Uuid, Path), ("If-Match" = Option<String>, Header, description = "The ETag, or `*` for an ICE restart")),
    request_body(content = String, content_type = "application/trickle-ice-sdpfrag"), responses(
    (status = 200, description = "ICE was restarted", body = String, content_type = "application/trickle-ice-sdpfrag",
        headers(("ETag" = String, description = "The new ICE session"))),
    (status = 204, description = "Candidates taken"),
    (status = 404, description = "`not_found`, also for another participant's"),
    (status = 412, description = "`precondition_failed`"),
    (status = 422, description = "`offer_rejected`: the media server does not restart this session"),
    (status = 428, description = "`precondition_required`"),
))]
pub(crate) async fn patch(
    State(app): State<Arc<App>>,
    Path((room, session)): Path<(Uuid, Uuid)>,
    holder: Holder,
    headers: HeaderMap,
    Fragment(fragment): Fragment,
) -> Result<Response, Failure> {
    let pass = holder.in_room(RoomId(room))?;
    sdp::patch(&app, &pass, SessionId(session), &headers, &fragment).await
}

fn named(room: RoomId, from: Option<&str>) -> Result<Vec<ParticipantId>, Failure> {
    let identities = from.unwrap_or_default().split(',').map(str::trim);
    let named: Vec<ParticipantId> = identities
        .filter(|identity| !identity.is_empty())
        .take(MOST_NAMED + 1)
        .map(|identity| ParticipantId::of_identity(room, identity))
        .collect();
    if named.len() > MOST_NAMED {
        return Err(Failure::validation("from names more than 64 participants"));
    }
    Ok(named)
}
