//! Those who wait to be let in.

use crate::admission;
use crate::app::App;
use crate::caller::{Holder, SignedIn};
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::live::{Denial, DenyReason, Readiness, WaiterState};
use crate::policy::Act;
use crate::role::{Kind, ParticipantRole};
use crate::routes::body::{Json, Path, line};
use crate::store::Lobby;
use crate::token::Pass;
use crate::visits;
use axum::extract::State;
use axum::http::StatusCode;
use model::ParticipantId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Longest message to somebody who waits, in characters.
const LONGEST_MESSAGE: usize = 500;

/// Whom it is about.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct Whom {
    /// The place, as `lobby_waiting` names it.
    pub participant_id: Uuid,
}

/// Who is not let in, and why.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct Deny {
    /// The place, as `lobby_waiting` names it.
    participant_id: Uuid,
    /// `other` if nothing is said.
    #[serde(default)]
    reason: DenyReason,
    /// In the doctor's words, at most 500 characters.
    message: Option<String>,
}

/// Something to say to those who wait.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct LobbyMessage {
    /// To whom; to all who wait if nothing is said.
    participant_id: Option<Uuid>,
    /// At most 500 characters.
    message: String,
}

/// Somebody who waits.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Waiter {
    /// The place.
    #[schema(value_type = Uuid)]
    participant_id: ParticipantId,
    /// Their name.
    display_name: String,
    /// Their part in the consultation.
    role: ParticipantRole,
    /// As what a guest was invited; `null` for all others.
    kind: Option<Kind>,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// Whether their socket is there.
    connected: bool,
    /// What they said of their devices and network.
    #[serde(flatten)]
    readiness: Readiness,
}

/// Where somebody is.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = LobbyPlace)]
pub(crate) struct Place {
    /// Before the door, in, or sent away.
    lobby: Lobby,
    /// Why they were sent away; `null` where they were not, or nobody said why.
    denial: Option<Denial>,
}

/// Those who wait, in order of arrival.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Lobby)]
pub(crate) struct View {
    /// In order of arrival.
    pub waiting: Vec<Waiter>,
}

impl From<WaiterState> for Waiter {
    fn from(waiter: WaiterState) -> Self {
        Self {
            participant_id: waiter.participant_id,
            display_name: waiter.display_name,
            role: waiter.role,
            kind: waiter.kind,
            since: waiter.since,
            connected: waiter.connected,
            readiness: waiter.readiness,
        }
    }
}

/// See who waits
#[utoipa::path(get, path = "/api/v1/consultations/{id}/lobby", tag = "waiting room", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "Those who wait", body = View),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<View>, Failure> {
    let consultation = visits::open(&app, &user, id, Act::SeeLobby).await?;
    Ok(axum::Json(view(&app, consultation.room).await))
}

/// See where one is
#[utoipa::path(get, path = "/api/v1/consultations/{id}/place", tag = "waiting room", security(("participant" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "Before the door, in, or sent away, then with the reason that was given", body = Place),
    (status = 404, description = "`not_found`: the token is for another consultation"),
))]
pub(crate) async fn place(
    State(app): State<Arc<App>>,
    Path(id): Path<Uuid>,
    Holder(claims): Holder,
) -> Result<axum::Json<Place>, Failure> {
    let pass: Pass = claims.into();
    let place = match pass.consultation {
        Some(own) if own == id => app.store.place(id, pass.participant().0).await?,
        _ => None,
    };
    let place = place.ok_or(Code::NotFound)?;
    Ok(axum::Json(Place {
        lobby: place.lobby,
        denial: place.denial.filter(|_| place.lobby == Lobby::Denied),
    }))
}

/// Let somebody in
#[utoipa::path(post, path = "/api/v1/consultations/{id}/admit", tag = "waiting room", security(("access" = [])), params(("id" = Uuid, Path)), request_body = Whom, responses(
    (status = 204, description = "They are in"),
    (status = 403, description = "`forbidden`: its doctor alone lets in"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 409, description = "`conflict`: they were sent away"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn admit(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Json(whom): Json<Whom>,
) -> Result<StatusCode, Failure> {
    let denial = Denial::default();
    admission::move_through(&app, &user, id, whom.participant_id, Lobby::Accepted, denial).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send somebody who waits away
#[utoipa::path(post, path = "/api/v1/consultations/{id}/deny", tag = "waiting room", security(("access" = [])), params(("id" = Uuid, Path)), request_body = Deny, responses(
    (status = 204, description = "They were told and are out"),
    (status = 403, description = "`forbidden`: its doctor alone"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 409, description = "`conflict`: they are in; put them back first"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn deny(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Json(deny): Json<Deny>,
) -> Result<StatusCode, Failure> {
    let message = deny
        .message
        .map(|message| line("message", &message, LONGEST_MESSAGE));
    let denial = Denial {
        reason: deny.reason,
        message: message.transpose()?,
    };
    admission::move_through(&app, &user, id, deny.participant_id, Lobby::Denied, denial).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put somebody back into the waiting room
#[utoipa::path(post, path = "/api/v1/consultations/{id}/put-back", tag = "waiting room", security(("access" = [])), params(("id" = Uuid, Path)), request_body = Whom, responses(
    (status = 204, description = "They wait, their media are over"),
    (status = 403, description = "`forbidden`: its doctor alone"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 409, description = "`conflict`: they were sent away, or are the doctor"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn put_back(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Json(whom): Json<Whom>,
) -> Result<StatusCode, Failure> {
    let denial = Denial::default();
    admission::move_through(&app, &user, id, whom.participant_id, Lobby::Waiting, denial).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say something to those who wait
#[utoipa::path(post, path = "/api/v1/consultations/{id}/lobby-message", tag = "waiting room", security(("access" = [])), params(("id" = Uuid, Path)), request_body = LobbyMessage, responses(
    (status = 204, description = "Said; a reloaded page is told again"),
    (status = 403, description = "`forbidden`: its doctor alone"),
    (status = 404, description = "`not_found`: other people's, or nobody waits for it"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn message(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Json(said): Json<LobbyMessage>,
) -> Result<StatusCode, Failure> {
    let message = line("message", &said.message, LONGEST_MESSAGE)?;
    admission::tell_waiting(&app, &user, id, said.participant_id, message).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Those who wait before a room's door.
pub(crate) async fn view(app: &App, room: model::RoomId) -> View {
    let waiting = app.hall.look(|rooms| rooms.waiting(room)).await;
    View {
        waiting: waiting.into_iter().map(Waiter::from).collect(),
    }
}
