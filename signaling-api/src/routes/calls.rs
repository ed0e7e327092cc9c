//! Calls to somebody, by those who are signed in.

use crate::app::App;
use crate::caller::SignedIn;
use crate::calling;
use crate::calls::CallStatus;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::policy::Act;
use crate::role::UserRole;
use crate::routes::body::{Json, Path, Query};
use crate::routes::consultations;
use crate::store::{CallRecord, Mode, Party, User};
use crate::visits;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Calls on one page.
const PAGE: i64 = 50;

/// A call to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewCall)]
pub(crate) struct Create {
    /// Whom to call.
    user_id: Uuid,
    /// Without pictures, if nothing is said.
    mode: Option<Mode>,
}

/// Where a page of calls begins.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Which {
    /// `next_cursor` of the page before.
    cursor: Option<Uuid>,
}

/// Who called, seen by one of the two.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = CallDirection)]
pub(crate) enum Direction {
    /// The other one.
    Incoming,
    /// Oneself.
    Outgoing,
}

/// The other one of a call.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Other {
    id: Uuid,
    name: String,
    role: UserRole,
}

/// A call, seen by one of the two.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Call)]
pub(crate) struct View {
    /// Its id, `callId` in Socket.IO events.
    id: Uuid,
    /// Where it is; `hangup` without `answered_at` is a caller who gave up.
    status: CallStatus,
    /// With pictures or without.
    mode: Mode,
    /// Who called.
    direction: Direction,
    /// The other one.
    other: Other,
    /// What it is held in; `null` where the other one was busy from the start.
    consultation_id: Option<Uuid>,
    /// When it began to ring.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was answered.
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<Timestamp>,
    /// When it was over.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
}

/// A call with what it is held in.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = CallInConsultation)]
pub(crate) struct Placed {
    #[serde(flatten)]
    call: View,
    /// Both join it as any consultation once the call is accepted; `null` where the other one was busy from the start.
    consultation: Option<consultations::View>,
}

/// One page of calls.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = CallPage)]
pub(crate) struct Page {
    /// Newest first.
    items: Vec<View>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<Uuid>,
}

/// Call somebody
#[utoipa::path(post, path = "/api/v1/calls", tag = "calls", security(("access" = [])), request_body = Create, responses(
    (status = 201, description = "The call: it rings, or the other one is `busy`; `accepted` where they called at the same moment", body = Placed),
    (status = 403, description = "`forbidden`: patients may not call here, administrators never"),
    (status = 404, description = "`not_found`, also for those who are none of the caller's business"),
    (status = 409, description = "`conflict`: the caller is in a call"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Json(create): Json<Create>,
) -> Result<(StatusCode, axum::Json<Placed>), Failure> {
    let mode = create.mode.unwrap_or(Mode::Audio);
    let call = calling::start(&app, &user, create.user_id, mode).await?;
    Ok((StatusCode::CREATED, placed(&app, &user, call).await?))
}

/// List one's calls
#[utoipa::path(get, path = "/api/v1/calls", tag = "calls", security(("access" = [])), params(Which), responses(
    (status = 200, description = "One page, newest first, missed ones too", body = Page),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
) -> Result<axum::Json<Page>, Failure> {
    let mut found = app.store.calls(user.id, which.cursor, PAGE + 1).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next_cursor = found.last().filter(|_| more).map(|last| last.id);
    let items = found.into_iter().map(|call| view(&user, call)).collect();
    Ok(axum::Json(Page { items, next_cursor }))
}

/// Look at a call
#[utoipa::path(get, path = "/api/v1/calls/{id}", tag = "calls", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The call", body = Placed),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<Placed>, Failure> {
    let found = app.store.call(id).await?;
    let own = found.filter(|call| [call.caller.id, call.callee.id].contains(&user.id));
    placed(&app, &user, own.ok_or(Code::NotFound)?).await
}

/// Answer a call
#[utoipa::path(post, path = "/api/v1/calls/{id}/accept", tag = "calls", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The call with its consultation, which goes on now", body = Placed),
    (status = 404, description = "`not_found`: it is over, or another's"),
    (status = 409, description = "`conflict`: another device was faster, or one's own call"),
))]
pub(crate) async fn accept(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<Placed>, Failure> {
    let call = calling::accept(&app, &user, id).await?;
    placed(&app, &user, call).await
}

/// Do not answer a call
#[utoipa::path(post, path = "/api/v1/calls/{id}/reject", tag = "calls", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The call, over", body = View),
    (status = 404, description = "`not_found`: it is over, or another's"),
    (status = 409, description = "`conflict`: another device answered, or one's own call"),
))]
pub(crate) async fn reject(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<View>, Failure> {
    let call = calling::reject(&app, &user, id, false).await?;
    Ok(axum::Json(view(&user, call)))
}

/// End a call
#[utoipa::path(post, path = "/api/v1/calls/{id}/hangup", tag = "calls", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The call and its consultation, over", body = View),
    (status = 404, description = "`not_found`: it is over, or another's"),
))]
pub(crate) async fn hangup(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<View>, Failure> {
    let call = calling::hang_up(&app, &user, id).await?;
    Ok(axum::Json(view(&user, call)))
}

async fn placed(app: &App, user: &User, call: CallRecord) -> Result<axum::Json<Placed>, Failure> {
    let consultation = match call.session {
        Some((session, _)) => {
            let consultation = visits::open(app, user, session, Act::See).await?;
            Some(consultations::view(app, user, consultation).await.0)
        }
        None => None,
    };
    let call = view(user, call);
    Ok(axum::Json(Placed { call, consultation }))
}

fn view(user: &User, call: CallRecord) -> View {
    let (direction, other) = if call.caller.id == user.id {
        (Direction::Outgoing, call.callee)
    } else {
        (Direction::Incoming, call.caller)
    };
    View {
        id: call.id,
        status: call.status,
        mode: call.mode,
        direction,
        other: Other::from(other),
        consultation_id: call.session.map(|(session, _)| session),
        created_at: call.created_at,
        answered_at: call.answered_at,
        ended_at: call.ended_at,
    }
}

impl From<Party> for Other {
    fn from(party: Party) -> Self {
        Self {
            id: party.id,
            name: party.name,
            role: party.role,
        }
    }
}
