//! Meetings that a platform makes, by its API key; and one's own.

use crate::app::App;
use crate::caller::{Server, SignedIn};
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::meetings;
use crate::role::UserRole;
use crate::routes::body::{Json, Path, Query};
use crate::routes::consultations::title;
use crate::routes::join::JoinAnswer;
use crate::scope::Scope;
use crate::store::{Deed, Meeting, Mode, Status};
use crate::visits;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// A meeting to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewMeeting)]
pub(crate) struct Create {
    /// The account of the one who accepted, and goes there at once.
    accepted_by: Uuid,
    /// The account of the other one, who is told.
    user_id: Uuid,
    /// With pictures, if nothing is said.
    mode: Option<Mode>,
    /// At most 200 characters.
    title: Option<String>,
}

/// Whose meetings.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Whose {
    /// An account.
    user_id: Uuid,
}

/// Whom a token is for.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct For {
    /// One of the two accounts.
    user_id: Uuid,
}

/// Where a meeting is in its life.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MeetingStatus {
    /// The two can come.
    Active,
    /// They have met, and one has hung up.
    Completed,
    /// They never met.
    Cancelled,
}

/// A meeting.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Meeting)]
pub(crate) struct View {
    /// Its id, also that of the consultation and `sessionId` in Socket.IO events.
    call_id: Uuid,
    status: MeetingStatus,
    mode: Mode,
    title: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Where the two meet, each signed in.
    link: String,
    /// Who accepted.
    accepted_by: Uuid,
    /// The two accounts.
    participants: Vec<Uuid>,
}

/// The living meetings of one user.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Meetings)]
pub(crate) struct List {
    /// Newest first, at most 50.
    items: Vec<View>,
}

/// The other one of a meeting.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = MeetingPartner)]
pub(crate) struct Partner {
    id: Uuid,
    name: String,
    role: UserRole,
}

/// One's own meeting.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = OwnMeeting)]
pub(crate) struct Own {
    #[serde(flatten)]
    meeting: View,
    other: Partner,
}

/// One's own living meetings.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = OwnMeetings)]
pub(crate) struct OwnList {
    /// Newest first, at most 50.
    items: Vec<Own>,
}

/// Make a meeting of two users
#[utoipa::path(post, path = "/api/v1/meetings", tag = "meetings", security(("api_key" = [])), request_body = Create, responses(
    (status = 201, description = "The meeting; the other one is told", body = View),
    (status = 401, description = "`unauthenticated`"),
    (status = 403, description = "`forbidden`: the key lacks the scope `meetings:write`"),
    (status = 422, description = "`validation`: not a doctor and a patient, or two doctors"),
))]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    server: Server,
    Json(create): Json<Create>,
) -> Result<(StatusCode, axum::Json<View>), Failure> {
    server.may(Scope::MeetingsWrite)?;
    let mode = create.mode.unwrap_or(Mode::Video);
    let title = title(create.title)?;
    let made = meetings::create(&app, create.accepted_by, create.user_id, mode, title).await?;
    Ok((StatusCode::CREATED, axum::Json(view(&app, made))))
}

/// List a user's living meetings
#[utoipa::path(get, path = "/api/v1/meetings", tag = "meetings", security(("api_key" = [])), params(Whose), responses(
    (status = 200, description = "Those that are `active`", body = List),
    (status = 401, description = "`unauthenticated`"),
    (status = 403, description = "`forbidden`: the key lacks the scope `meetings:read`"),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    server: Server,
    Query(whose): Query<Whose>,
) -> Result<axum::Json<List>, Failure> {
    server.may(Scope::MeetingsRead)?;
    let found = app.store.living_meetings(Some(whose.user_id)).await?;
    let items = found.into_iter().map(|meeting| view(&app, meeting)).collect();
    Ok(axum::Json(List { items }))
}

/// Look at a meeting
#[utoipa::path(get, path = "/api/v1/meetings/{id}", tag = "meetings", security(("api_key" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The meeting", body = View),
    (status = 401, description = "`unauthenticated`"),
    (status = 403, description = "`forbidden`: the key lacks the scope `meetings:read`"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    server: Server,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<View>, Failure> {
    server.may(Scope::MeetingsRead)?;
    let meeting = meetings::find(&app, id).await?;
    Ok(axum::Json(view(&app, meeting)))
}

/// End a meeting
#[utoipa::path(post, path = "/api/v1/meetings/{id}/end", tag = "meetings", security(("api_key" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The meeting, over", body = View),
    (status = 401, description = "`unauthenticated`"),
    (status = 403, description = "`forbidden`: the key lacks the scope `meetings:write`"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn end(
    State(app): State<Arc<App>>,
    server: Server,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<View>, Failure> {
    server.may(Scope::MeetingsWrite)?;
    let deed = Deed::by("server", "meeting.end", id);
    let ended = meetings::end(&app, id, deed).await?;
    Ok(axum::Json(view(&app, ended)))
}

/// Make a participant token for one of the two
#[utoipa::path(post, path = "/api/v1/meetings/{id}/tokens", tag = "meetings", security(("api_key" = [])), params(("id" = Uuid, Path)), request_body = For, responses(
    (status = 201, description = "A participant token", body = JoinAnswer),
    (status = 401, description = "`unauthenticated`"),
    (status = 403, description = "`forbidden`: the key lacks the scope `tokens:write`"),
    (status = 404, description = "`not_found`, also for somebody else's"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn token(
    State(app): State<Arc<App>>,
    server: Server,
    Path(id): Path<Uuid>,
    Json(wanted): Json<For>,
) -> Result<(StatusCode, axum::Json<JoinAnswer>), Failure> {
    server.may(Scope::TokensWrite)?;
    let meeting = meetings::find(&app, id).await?;
    if !visits::users(&meeting.consultation).contains(&wanted.user_id) {
        return Err(Code::NotFound.into());
    }
    let user = meetings::known(&app, wanted.user_id).await?;
    let (seated, consultation) = visits::seat_user(&app, &user, id).await?;
    let answer = JoinAnswer::new(&app, &seated, &consultation)?;
    Ok((StatusCode::CREATED, axum::Json(answer)))
}

/// List one's own living meetings
#[utoipa::path(get, path = "/api/v1/me/meetings", tag = "meetings", security(("access" = [])), responses(
    (status = 200, description = "Those that are `active`", body = OwnList),
))]
pub(crate) async fn own(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
) -> Result<axum::Json<OwnList>, Failure> {
    let mut items = Vec::new();
    for meeting in app.store.living_meetings(Some(user.id)).await? {
        let other = meetings::other(&app, &meeting.consultation, user.id).await?;
        items.push(Own {
            meeting: view(&app, meeting),
            other: Partner {
                id: other.id,
                name: other.name,
                role: other.role,
            },
        });
    }
    Ok(axum::Json(OwnList { items }))
}

fn view(app: &App, meeting: Meeting) -> View {
    let participants = visits::users(&meeting.consultation);
    let consultation = meeting.consultation;
    View {
        call_id: consultation.id,
        status: match consultation.status {
            Status::Pending | Status::Active => MeetingStatus::Active,
            Status::Ended => MeetingStatus::Completed,
            Status::Cancelled => MeetingStatus::Cancelled,
        },
        mode: consultation.mode,
        title: consultation.title,
        created_at: consultation.created_at,
        ended_at: consultation.ended_at,
        link: format!("{}/meet/{}", app.public_url.origin, consultation.id),
        accepted_by: meeting.accepted_by,
        participants,
    }
}
