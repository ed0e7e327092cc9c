//! Conversations of doctors and patients, as the clinics' messaging service names them.

use crate::app::App;
use crate::caller::SignedIn;
use crate::error::{Code, Failure};
use crate::messages::{self, ConversationView, Standing};
use crate::policy::{self, Verdict};
use crate::role::UserRole;
use crate::routes::body::{Json, Path, Query};
use crate::routes::entity_tag::{IfMatch, Tagged};
use crate::store::{Before, Conversation, Unmoved, User};
use crate::visits::refusal;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// Conversations on one page, unless another number is asked for.
const PAGE: i64 = 50;
/// Most conversations on one page.
const LARGEST_PAGE: i64 = 100;

/// Which conversations to list.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Which {
    /// The id of the last conversation that one has.
    cursor: Option<Uuid>,
    /// At most so many, 1 to 100.
    limit: Option<i64>,
}

/// With whom to talk.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NewConversation)]
pub(crate) struct Create {
    /// For doctors: the patient's account.
    patient_id: Option<Uuid>,
    /// For patients: the doctor's account.
    medecin_id: Option<Uuid>,
}

/// What a conversation is to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = ConversationChange)]
pub(crate) struct Change {
    /// What it is to be.
    status: Standing,
}

/// List a patient's conversations
#[utoipa::path(get, path = "/api/messaging/medecin-patient/patient/conversations", tag = "messaging", security(("access" = [])), params(Which), responses(
    (status = 200, description = "The one with the newest message first", body = Vec<ConversationView>),
    (status = 403, description = "`forbidden`: for patients"),
))]
pub(crate) async fn of_patient(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
) -> Result<axum::Json<Vec<ConversationView>>, Failure> {
    list(&app, &user, UserRole::Patient, &which).await
}

/// List a doctor's conversations
#[utoipa::path(get, path = "/api/messaging/medecin-patient/medecin/conversations", tag = "messaging", security(("access" = [])), params(Which), responses(
    (status = 200, description = "The one with the newest message first", body = Vec<ConversationView>),
    (status = 403, description = "`forbidden`: for doctors"),
))]
pub(crate) async fn of_doctor(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
) -> Result<axum::Json<Vec<ConversationView>>, Failure> {
    list(&app, &user, UserRole::Doctor, &which).await
}

/// Open a conversation
#[utoipa::path(post, path = "/api/messaging/medecin-patient/conversations", tag = "messaging", security(("access" = [])), request_body = Create, responses(
    (status = 200, description = "The conversation that the two have", body = ConversationView),
    (status = 201, description = "The new conversation", body = ConversationView),
    (status = 403, description = "`forbidden`: for doctors and patients"),
    (status = 404, description = "`not_found`: nobody whom they have a consultation with"),
))]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Json(create): Json<Create>,
) -> Result<(StatusCode, axum::Json<ConversationView>), Failure> {
    let other = match user.role {
        UserRole::Patient => create.medecin_id,
        UserRole::Doctor | UserRole::Admin => create.patient_id,
    };
    let other =
        other.ok_or_else(|| Failure::validation("doctors give patientId, patients give medecinId"))?;
    let (conversation, is_new) = messages::converse(&app, &user, other).await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let summary = app.store.summary(conversation, user.id).await?;
    Ok((status, axum::Json(summary.into())))
}

/// Look at a conversation
#[utoipa::path(get, path = "/api/messaging/medecin-patient/conversations/{id}", tag = "messaging", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The conversation", body = ConversationView),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Tagged<ConversationView>, Failure> {
    let conversation = messages::open(&app, &user, id).await?;
    tagged(&app, &user, conversation).await
}

/// Put a conversation away, block it, take that back
#[utoipa::path(patch, path = "/api/messaging/medecin-patient/conversations/{id}", tag = "messaging", security(("access" = [])), params(("id" = Uuid, Path)), request_body = Change, responses(
    (status = 200, description = "The conversation as it is now", body = ConversationView),
    (status = 403, description = "`forbidden`: the other side blocked it"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 409, description = "`conflict`: it was changed at the same moment"),
    (status = 412, description = "`precondition_failed`: it was changed"),
))]
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    condition: IfMatch,
    Json(change): Json<Change>,
) -> Result<Tagged<ConversationView>, Failure> {
    let conversation = messages::open(&app, &user, id).await?;
    let seen = app.store.summary(conversation.clone(), user.id).await?;
    let before = Before {
        conversation,
        user: user.id,
        archived: seen.archived,
    };
    condition.check(&ConversationView::from(seen).edited())?;
    let changed = messages::change(&app, &before, change.status).await?;
    let changed = changed.map_err(|why| match why {
        Unmoved::Meanwhile => condition.overtaken(),
        Unmoved::Others => Failure::new(Code::Forbidden, "the other side blocked it"),
    })?;
    tagged(&app, &user, changed).await
}

async fn tagged(
    app: &App,
    user: &User,
    conversation: Conversation,
) -> Result<Tagged<ConversationView>, Failure> {
    let seen = ConversationView::from(app.store.summary(conversation, user.id).await?);
    Ok(Tagged::new(&seen.edited(), seen))
}

async fn list(
    app: &App,
    user: &User,
    wanted: UserRole,
    which: &Which,
) -> Result<axum::Json<Vec<ConversationView>>, Failure> {
    let verdict = policy::may_list_conversations(user.role, wanted);
    if verdict != Verdict::Allowed {
        return Err(refusal(verdict));
    }
    let limit = page(which.limit)?;
    let found = app.store.conversations(user.id, which.cursor, limit).await?;
    let views = found.into_iter().map(ConversationView::from);
    Ok(axum::Json(views.collect()))
}

/// How many items a page has.
///
/// # Errors
/// It is not 1 to 100.
pub(super) fn page(limit: Option<i64>) -> Result<i64, Failure> {
    let limit = limit.unwrap_or(PAGE);
    if (1..=LARGEST_PAGE).contains(&limit) {
        return Ok(limit);
    }
    Err(Failure::validation("limit must be 1 to 100"))
}
