//! Consultations for those who are signed in.

use crate::app::App;
use crate::caller::SignedIn;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::policy::Act;
use crate::role::UserRole;
use crate::routes::body::{Json, Path, Query, line};
use crate::routes::entity_tag::{IfMatch, Tagged};
use crate::routes::join::JoinAnswer;
use crate::store::{Consultation, Deed, Filter, Mode, NewConsultation, Status, Unchanged, User};
use crate::visits;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Consultations on one page.
const PAGE: i64 = 50;
/// Longest title, in characters.
const LONGEST_TITLE: usize = 200;

/// A consultation to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewConsultation)]
pub(crate) struct Create {
    /// With pictures or without.
    mode: Mode,
    /// The patient's account, if there is one.
    patient_id: Option<Uuid>,
    /// At most 200 characters.
    title: Option<String>,
    /// RFC 3339.
    starts_at: Option<String>,
    /// Whether all but its doctor wait until they are let in; as the installation is set if nothing is said.
    waiting_room: Option<bool>,
    /// Whether any doctor may take it over while it is pending; no by default.
    shared_queue: Option<bool>,
}

/// What to change; what is absent stays, `null` removes.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct Change {
    /// At most 200 characters.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    title: Option<Option<String>>,
    /// With pictures or without.
    mode: Option<Mode>,
    /// RFC 3339.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    starts_at: Option<Option<String>>,
    /// Whether those who come from now on wait until they are let in.
    waiting_room: Option<bool>,
    /// Whether any doctor may take it over while it is pending.
    shared_queue: Option<bool>,
}

/// Which consultations to list.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Which {
    /// With this status.
    #[param(inline)]
    status: Option<Status>,
    /// Planned for, or made for now, at or after (RFC 3339).
    from: Option<String>,
    /// Planned for, or made for now, before (RFC 3339).
    to: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<Uuid>,
}

/// A consultation.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Consultation)]
pub(crate) struct View {
    /// Its id, `sessionId` in Socket.IO events.
    id: Uuid,
    /// Where it is in its life: `active` from when the doctor and another first are both in the room.
    status: Status,
    /// With pictures or without.
    mode: Mode,
    /// What the doctor calls it.
    title: Option<String>,
    /// Six letters to say or type; for its doctor and patient, while it lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// What to send to a guest; for its doctor and patient, while it lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// The secret in the link; for its doctor and patient, while it lives.
    #[serde(skip_serializing_if = "Option::is_none")]
    share_token: Option<String>,
    /// Its media side.
    #[schema(value_type = Uuid)]
    room_id: model::RoomId,
    /// Whose it is.
    doctor: Doctor,
    /// The patient's account.
    patient_id: Option<Uuid>,
    /// When it is planned.
    #[schema(value_type = Option<String>, format = DateTime)]
    starts_at: Option<Timestamp>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When the doctor and another met.
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    /// When it ended or was cancelled.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// How many are in the room now.
    participants: usize,
    /// Whether all but its doctor wait until they are let in.
    waiting_room: bool,
    /// Whether any doctor may take it over while it is pending.
    shared_queue: bool,
    /// How many wait to be let in now.
    waiting: usize,
}

/// Whose consultation it is.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Doctor {
    /// The account.
    id: Uuid,
    /// The name.
    name: String,
}

/// One page of consultations.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = ConsultationPage)]
pub(crate) struct Page {
    /// Newest first.
    items: Vec<View>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<Uuid>,
}

/// Open a consultation
#[utoipa::path(post, path = "/api/v1/consultations", tag = "consultations", security(("access" = [])), request_body = Create, responses(
    (status = 201, description = "The consultation with its code and link", body = View),
    (status = 403, description = "`forbidden`: doctors alone open consultations"),
))]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Json(create): Json<Create>,
) -> Result<(StatusCode, axum::Json<View>), Failure> {
    let new = NewConsultation {
        doctor_id: user.id,
        patient_id: create.patient_id,
        colleague_id: None,
        mode: create.mode,
        title: title(create.title)?,
        waiting_room: create.waiting_room.unwrap_or(app.config.waiting_room),
        shared_queue: create.shared_queue.unwrap_or(false),
        starts_at: time("starts_at", create.starts_at.as_deref())?,
    };
    let made = visits::create(&app, &user, new).await?;
    Ok((StatusCode::CREATED, view(&app, &user, made).await))
}

/// List consultations
#[utoipa::path(get, path = "/api/v1/consultations", tag = "consultations", security(("access" = [])), params(Which), responses(
    (status = 200, description = "One page, newest first: a doctor's own, a patient's own, all for an administrator", body = Page),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
) -> Result<axum::Json<Page>, Failure> {
    let filter = Filter {
        of_user: (user.role != UserRole::Admin).then_some(user.id),
        status: which.status,
        from: time("from", which.from.as_deref())?,
        to: time("to", which.to.as_deref())?,
        before: which.cursor,
        limit: PAGE + 1,
    };
    let mut found = app.store.consultations(&filter).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next_cursor = found.last().filter(|_| more).map(|last| last.id);
    let mut items = Vec::with_capacity(found.len());
    for consultation in found {
        items.push(view(&app, &user, consultation).await.0);
    }
    Ok(axum::Json(Page { items, next_cursor }))
}

/// Look at a consultation
#[utoipa::path(get, path = "/api/v1/consultations/{id}", tag = "consultations", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The consultation", body = View),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Tagged<View>, Failure> {
    let consultation = visits::open(&app, &user, id, Act::See).await?;
    Ok(tagged(&app, &user, consultation).await)
}

/// Change a consultation
#[utoipa::path(patch, path = "/api/v1/consultations/{id}", tag = "consultations", security(("access" = [])), params(("id" = Uuid, Path)), request_body = Change, responses(
    (status = 200, description = "The consultation", body = View),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 409, description = "`conflict`: somebody else changed it at the same moment"),
    (status = 410, description = "`consultation_ended`"),
    (status = 412, description = "`precondition_failed`: somebody else changed it"),
))]
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    condition: IfMatch,
    Json(change): Json<Change>,
) -> Result<Tagged<View>, Failure> {
    let before = visits::open(&app, &user, id, Act::Change).await?;
    condition.check(&before.edited())?;
    let mut consultation = before.clone();
    if let Some(given) = change.title {
        consultation.title = title(given)?;
    }
    if let Some(given) = change.starts_at {
        consultation.starts_at = time("starts_at", given.as_deref())?;
    }
    consultation.mode = change.mode.unwrap_or(consultation.mode);
    consultation.waiting_room = change.waiting_room.unwrap_or(consultation.waiting_room);
    consultation.shared_queue = change.shared_queue.unwrap_or(consultation.shared_queue);
    let deed = Deed::by_user(user.id, "consultation.change", id);
    let changed = app
        .store
        .change_consultation(&before, &consultation, deed, Timestamp::now())
        .await?;
    let changed = changed.map_err(|why| match why {
        Unchanged::Over => Code::ConsultationEnded.into(),
        Unchanged::Meanwhile => condition.overtaken(),
    })?;
    visits::tell_change(&app, &before, &changed).await;
    Ok(tagged(&app, &user, changed).await)
}

/// Cancel a consultation that has not begun
#[utoipa::path(delete, path = "/api/v1/consultations/{id}", tag = "consultations", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "Cancelled"),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 409, description = "`conflict`: it goes on"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn cancel(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    let consultation = visits::open(&app, &user, id, Act::Change).await?;
    visits::close(&app, &user, consultation, Status::Cancelled).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a consultation for all
#[utoipa::path(post, path = "/api/v1/consultations/{id}/end", tag = "consultations", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The consultation, over", body = View),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 410, description = "`consultation_ended`: it was cancelled"),
))]
pub(crate) async fn end(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<View>, Failure> {
    let consultation = visits::open(&app, &user, id, Act::End).await?;
    let ended = visits::close(&app, &user, consultation, Status::Ended).await?;
    Ok(view(&app, &user, ended).await)
}

/// Take one's place in a consultation
#[utoipa::path(post, path = "/api/v1/consultations/{id}/join", tag = "consultations", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "A participant token", body = JoinAnswer),
    (status = 403, description = "`forbidden`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 410, description = "`consultation_ended`"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn join(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<JoinAnswer>, Failure> {
    let seated = visits::seat_user(&app, &user, id).await;
    app.metrics.door(&seated);
    let (seated, consultation) = seated?;
    JoinAnswer::new(&app, &seated, &consultation).map(axum::Json)
}

/// A consultation as `user` sees it.
pub(crate) async fn view(app: &App, user: &User, consultation: Consultation) -> axum::Json<View> {
    let room = consultation.room;
    let counted = app
        .hall
        .look(|rooms| (rooms.count_in(room), rooms.waiting(room).len()));
    let (participants, waiting) = counted.await;
    let invites = visits::shows_invitation(user, &consultation);
    axum::Json(View {
        id: consultation.id,
        status: consultation.status,
        mode: consultation.mode,
        link: invites.then(|| visits::link(app, &consultation)),
        code: invites.then_some(consultation.code),
        share_token: invites.then_some(consultation.share_token),
        title: consultation.title,
        room_id: room,
        doctor: Doctor {
            id: consultation.doctor_id,
            name: consultation.doctor_name,
        },
        patient_id: consultation.patient_id,
        starts_at: consultation.starts_at,
        created_at: consultation.created_at,
        started_at: consultation.started_at,
        ended_at: consultation.ended_at,
        participants,
        waiting_room: consultation.waiting_room,
        shared_queue: consultation.shared_queue,
        waiting,
    })
}

async fn tagged(app: &App, user: &User, consultation: Consultation) -> Tagged<View> {
    let axum::Json(seen) = view(app, user, consultation.clone()).await;
    Tagged::new(&consultation.edited(), seen)
}

/// A title as it is kept; nothing where it is blank.
///
/// # Errors
/// [`Code::Validation`].
pub(crate) fn title(title: Option<String>) -> Result<Option<String>, Failure> {
    let given = title.filter(|title| !title.trim().is_empty());
    given
        .map(|title| line("title", &title, LONGEST_TITLE))
        .transpose()
}

pub(super) fn time(field: &'static str, text: Option<&str>) -> Result<Option<Timestamp>, Failure> {
    let wrong = || Failure::validation(format!("{field} must be a time of RFC 3339"));
    text.map(|text| Timestamp::parse(text).ok_or_else(wrong))
        .transpose()
}

/// Tells `null` from absence.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(value).map(Some)
}
