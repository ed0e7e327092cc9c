//! Rooms that servers make.

use crate::app::App;
use crate::caller::Server;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::policy;
use crate::role::ParticipantRole;
use crate::routes::body::{Json, Path, line};
use crate::routes::joining::Joining;
use crate::scope::Scope;
use crate::store::Room;
use crate::token::{PARTICIPANT_LIFE, Pass};
use crate::visits;
use axum::extract::State;
use axum::http::StatusCode;
use model::{Grants, RoomId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// Longest identity, in characters.
const LONGEST_IDENTITY: usize = 128;
/// Longest life of a token made for a server, in seconds.
const LONGEST_LIFE: u64 = 24 * 3600;

/// A room that was made.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Made {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: RoomId,
}

/// A room with those in it.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Room)]
pub(crate) struct View {
    /// Its id.
    #[schema(value_type = Uuid)]
    id: RoomId,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// In order of arrival.
    participants: Vec<Present>,
}

/// Somebody in a room.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Present {
    /// The identity of their token.
    identity: String,
    /// Whether socket or media are there.
    connected: bool,
    /// `microphone`, `camera`, `screen`.
    #[schema(value_type = Vec<String>)]
    tracks: Vec<model::Source>,
    /// How far they have come in joining.
    join: Option<Joining>,
}

/// Whom a token is for.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct TokenFor {
    /// At most 128 characters; the same identity is the same participant.
    identity: String,
    /// May send; yes by default.
    publish: Option<bool>,
    /// May receive; yes by default.
    subscribe: Option<bool>,
    /// Seconds that it lasts, 1 to 86400; 600 by default.
    ttl_s: Option<u64>,
}

/// A participant token.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct TokenMade {
    /// The token.
    token: String,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Make a room
#[utoipa::path(post, path = "/api/v1/rooms", tag = "rooms", security(("api_key" = [])), responses(
    (status = 201, description = "The room", body = Made),
    (status = 401, description = "`unauthenticated`"),
    (status = 403, description = "`forbidden`: the key lacks the scope `rooms:write`"),
))]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    server: Server,
) -> Result<(StatusCode, axum::Json<Made>), Failure> {
    server.may(Scope::RoomsWrite)?;
    let id = app.store.add_server_room(Timestamp::now()).await?;
    Ok((StatusCode::CREATED, axum::Json(Made { id })))
}

/// Look at a room
#[utoipa::path(get, path = "/api/v1/rooms/{id}", tag = "rooms", security(("api_key" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The room with those in it", body = View),
    (status = 401, description = "`unauthenticated`"),
    (status = 403, description = "`forbidden`: the key lacks the scope `rooms:read`"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    server: Server,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<View>, Failure> {
    server.may(Scope::RoomsRead)?;
    let room = find(&app, RoomId(id)).await?;
    let present = app.hall.look(|rooms| rooms.present(room.id)).await;
    let participants = present.into_iter().map(|present| Present {
        identity: present.identity,
        connected: present.connected,
        tracks: present.sources,
        join: present.join.map(Joining::from),
    });
    Ok(axum::Json(View {
        id: room.id,
        created_at: room.created_at,
        participants: participants.collect(),
    }))
}

/// End a room
#[utoipa::path(delete, path = "/api/v1/rooms/{id}", tag = "rooms", security(("api_key" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "Everybody is out"),
    (status = 401, description = "`unauthenticated`"),
    (status = 403, description = "`forbidden`: the key lacks the scope `rooms:write`"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn close(
    State(app): State<Arc<App>>,
    server: Server,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    server.may(Scope::RoomsWrite)?;
    if !app.store.close_server_room(RoomId(id), Timestamp::now()).await? {
        return Err(Code::NotFound.into());
    }
    visits::close_room(&app, RoomId(id)).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a participant token
#[utoipa::path(post, path = "/api/v1/rooms/{id}/tokens", tag = "rooms", security(("api_key" = [])), params(("id" = Uuid, Path)), request_body = TokenFor, responses(
    (status = 201, description = "The token", body = TokenMade),
    (status = 401, description = "`unauthenticated`"),
    (status = 403, description = "`forbidden`: the key lacks the scope `tokens:write`"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn token(
    State(app): State<Arc<App>>,
    server: Server,
    Path(id): Path<Uuid>,
    Json(wanted): Json<TokenFor>,
) -> Result<(StatusCode, axum::Json<TokenMade>), Failure> {
    server.may(Scope::TokensWrite)?;
    let room = find(&app, RoomId(id)).await?;
    let identity = line("identity", &wanted.identity, LONGEST_IDENTITY)?;
    let seconds = wanted.ttl_s.unwrap_or(PARTICIPANT_LIFE.as_secs());
    if !(1..=LONGEST_LIFE).contains(&seconds) {
        return Err(Failure::validation("ttl_s must be between 1 and 86400"));
    }
    let pass = Pass {
        room: room.id,
        consultation: None,
        name: identity.clone(),
        identity,
        role: ParticipantRole::Guest,
        kind: None,
        grants: Grants {
            publish: wanted.publish.unwrap_or(policy::FULL.publish),
            subscribe: wanted.subscribe.unwrap_or(policy::FULL.subscribe),
        },
    };
    let issued = app
        .tokens
        .issue_participant(&pass, Duration::from_secs(seconds), Timestamp::now())?;
    let made = TokenMade {
        token: issued.token,
        expires_at: issued.expires_at,
    };
    Ok((StatusCode::CREATED, axum::Json(made)))
}

/// Rooms of consultations are not a server's to see.
async fn find(app: &App, id: RoomId) -> Result<Room, Failure> {
    let room = app.store.room(id).await?;
    let open = room.filter(|room| room.by_server && !room.closed);
    open.ok_or_else(|| Code::NotFound.into())
}
