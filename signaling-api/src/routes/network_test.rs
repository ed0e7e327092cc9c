//! Trying the network before a call: a browser gets its own media back from the server, without an account.

use crate::app::App;
use crate::caller::{Holder, Peer};
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::limiter::{network, seconds_up};
use crate::media::Wish;
use crate::network_path::NetworkPath;
use crate::network_tests::LIFE;
use crate::policy;
use crate::role::ParticipantRole;
use crate::routes::body::{Json, Path};
use crate::token::Pass;
use axum::extract::State;
use axum::http::StatusCode;
use model::{ParticipantId, RoomId, SessionId};
use protocol::{IceServer, Request};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// A test that was begun.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = NetworkTestBegun)]
pub(crate) struct Begun {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: RoomId,
    /// Opens this test and nothing else.
    token: String,
    /// When it ends by itself.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// Relays to the server alone, for the configuration of an `RTCPeerConnection`.
    #[schema(value_type = Vec<Object>)]
    ice_servers: Vec<IceServer>,
}

/// An offer of one of the two connections that try a path.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NetworkTestOffer)]
pub(crate) struct Offer {
    /// The path that they try. Which candidates that takes is the browser's to see to.
    path: NetworkPath,
    /// Whether this one sends, or gets back what the other sends.
    direction: Direction,
    /// The offer, at most 256 KiB.
    sdp: String,
}

/// Which of a path's two connections.
#[derive(Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NetworkTestDirection)]
pub(crate) enum Direction {
    /// From the browser.
    Send,
    /// Back to it.
    Receive,
}

/// The answer to an offer.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = NetworkTestAnswer)]
pub(crate) struct Answer {
    /// The answer.
    sdp: String,
}

/// Begin a network test
#[utoipa::path(post, path = "/api/v1/network-test", tag = "network test", responses(
    (status = 201, description = "A test that lives for 60 s", body = Begun),
    (status = 429, description = "`rate_limited`, with Retry-After"),
    (status = 503, description = "`media_full`: too many tests run"),
))]
pub(crate) async fn begin(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
) -> Result<(StatusCode, axum::Json<Begun>), Failure> {
    let address = network(peer.unwrap_or([0; 4].into()));
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits
        .network_tests
        .take(&address, Instant::now())
        .map_err(limited)?;
    let id = app.network_tests.open(Instant::now()).ok_or(Code::MediaFull)?;
    let pass = pass(id, "network test".into());
    let issued = app.tokens.issue_participant(&pass, LIFE, Timestamp::now())?;
    let begun = Begun {
        id,
        token: issued.token,
        expires_at: issued.expires_at,
        ice_servers: app.media.ice_servers(pass.participant()),
    };
    Ok((StatusCode::CREATED, axum::Json(begun)))
}

/// Negotiate a connection of a network test
#[utoipa::path(post, path = "/api/v1/network-test/{id}/offers", tag = "network test", security(("participant" = [])), params(("id" = Uuid, Path)), request_body = Offer, responses(
    (status = 200, description = "The answer", body = Answer),
    (status = 404, description = "`not_found`: it is over, or another's"),
    (status = 422, description = "`offer_rejected`, `validation`"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
    (status = 503, description = "`media_full`, `media_away`"),
))]
pub(crate) async fn offer(
    State(app): State<Arc<App>>,
    Path(id): Path<Uuid>,
    holder: Holder,
    Json(offer): Json<Offer>,
) -> Result<axum::Json<Answer>, Failure> {
    let room = running(&app, holder, id)?;
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits.offers.take(&id, Instant::now()).map_err(limited)?;
    let (pass, wish) = wish(room, offer);
    let sdp = app.media.negotiate(&pass, wish).await?;
    if !app.network_tests.is_open(room, Instant::now()) {
        // It ended meanwhile, before the node opened the room again.
        let _ = app.media.ask(Request::CloseRoom(room)).await;
        return Err(Code::NotFound.into());
    }
    Ok(axum::Json(Answer { sdp }))
}

/// End a network test
#[utoipa::path(delete, path = "/api/v1/network-test/{id}", tag = "network test", security(("participant" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "It is over"),
    (status = 404, description = "`not_found`: it was over, or another's"),
))]
pub(crate) async fn end(
    State(app): State<Arc<App>>,
    Path(id): Path<Uuid>,
    holder: Holder,
) -> Result<StatusCode, Failure> {
    let room = running(&app, holder, id)?;
    app.network_tests.close(room);
    // A node that is away has lost the room anyway.
    let _ = app.media.ask(Request::CloseRoom(room)).await;
    Ok(StatusCode::NO_CONTENT)
}

fn running(app: &App, holder: Holder, id: Uuid) -> Result<RoomId, Failure> {
    let room = holder.in_room(RoomId(id))?.room;
    let runs = app.network_tests.is_open(room, Instant::now());
    runs.then_some(room).ok_or_else(|| Code::NotFound.into())
}

/// Each path has two participants of its own: who sends, and who gets that back. Offering again replaces, so there are
/// never more than two connections for each path.
fn wish(room: RoomId, offer: Offer) -> (Pass, Wish) {
    let path = offer.path.as_str();
    let sender = pass(room, format!("{path} send"));
    let (pass, grants, from) = match offer.direction {
        Direction::Send => (sender, policy::whip(policy::FULL), Vec::new()),
        Direction::Receive => {
            let from: Vec<ParticipantId> = vec![sender.participant()];
            (
                pass(room, format!("{path} receive")),
                policy::whep(policy::FULL),
                from,
            )
        }
    };
    let wish = Wish {
        session: SessionId(Uuid::new_v5(&room.0, pass.identity.as_bytes())),
        sdp: offer.sdp,
        grants: grants.unwrap_or(pass.grants),
        sources: Vec::new(),
        from,
    };
    (pass, wish)
}

fn pass(room: RoomId, identity: String) -> Pass {
    Pass {
        room,
        consultation: None,
        name: identity.clone(),
        identity,
        role: ParticipantRole::Guest,
        kind: None,
        grants: policy::FULL,
    }
}
