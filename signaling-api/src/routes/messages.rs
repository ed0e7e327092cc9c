//! Messages of a conversation, as the clinics' messaging service names them.

use crate::app::App;
use crate::caller::SignedIn;
use crate::error::{Code, Failure};
use crate::messages::{self, Actor, MessageView, Said, Voice};
use crate::routes::body::{Json, Path, Query};
use crate::routes::conversations::page;
use crate::store::{Message, Range, Scope};
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// Which messages to list.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Which {
    /// The id of the oldest message that one has: older ones come, newest first.
    cursor: Option<Uuid>,
    /// The id of the newest message that one has: newer ones come, oldest first.
    after: Option<Uuid>,
    /// At most so many, 1 to 100.
    limit: Option<i64>,
}

/// List messages
#[utoipa::path(get, path = "/api/messaging/medecin-patient/conversations/{id}/messages", tag = "messaging", security(("access" = [])), params(("id" = Uuid, Path), Which), responses(
    (status = 200, description = "Newest first, with `after` oldest first; fewer than `limit`: that is all", body = Vec<MessageView>),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 422, description = "`validation`, also for a message that is not there"),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Query(which): Query<Which>,
) -> Result<axum::Json<Vec<MessageView>>, Failure> {
    let conversation = messages::open(&app, &user, id).await?;
    let scope = Scope::Conversation(conversation.id);
    let (found, _) = some(&app, scope, Some(user.id), &which).await?;
    Ok(axum::Json(views(found)))
}

/// Say something
#[utoipa::path(post, path = "/api/messaging/medecin-patient/conversations/{id}/messages", tag = "messaging", security(("access" = [])), params(("id" = Uuid, Path)), request_body = Said, responses(
    (status = 200, description = "The message that has this `clientId` already", body = MessageView),
    (status = 201, description = "The new message", body = MessageView),
    (status = 403, description = "`conversation_blocked`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn post(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Json(said): Json<Said>,
) -> Result<(StatusCode, axum::Json<MessageView>), Failure> {
    let conversation = messages::open(&app, &user, id).await?;
    say(&app, &Voice::of_user(&user, conversation), said).await
}

/// Mark a message as read
#[utoipa::path(put, path = "/api/messaging/medecin-patient/messages/{id}/read", tag = "messaging", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The message; it is read with all before it", body = MessageView),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn read(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<MessageView>, Failure> {
    let message = messages::of_user(&app, &user, id).await?;
    messages::read(&app, Actor::User, user.id, &message).await?;
    let message = app.store.message(id).await?.ok_or(Code::NotFound)?;
    Ok(axum::Json(message.into()))
}

/// Says something, over whichever route it comes.
///
/// # Errors
/// What [`Voice::post`] refuses.
pub(super) async fn say(
    app: &App,
    voice: &Voice,
    said: Said,
) -> Result<(StatusCode, axum::Json<MessageView>), Failure> {
    let posted = voice.post(app, said.checked()?, None).await?;
    let status = if posted.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, axum::Json(posted.message.into())))
}

/// Some messages, and whether there are more; `member` has them from now on.
///
/// # Errors
/// [`Code::Validation`] for a message that is not there, the store's.
pub(super) async fn some(
    app: &App,
    scope: Scope,
    member: Option<Uuid>,
    which: &Which,
) -> Result<(Vec<Message>, bool), Failure> {
    let limit = page(which.limit)?;
    let range = match (which.after, which.cursor) {
        (Some(after), None) => Range::Between(number(app, after).await?, i64::MAX),
        (None, Some(cursor)) => Range::Before(number(app, cursor).await?),
        (None, None) => Range::Before(i64::MAX),
        (Some(_), Some(_)) => return Err(Failure::validation("give cursor or after, not both")),
    };
    let mut found = app.store.messages(scope, range, limit + 1).await?;
    let is_more = found.len() > limit as usize;
    found.truncate(limit as usize);
    if let Some(member) = member {
        messages::delivered(app, member, &found).await?;
    }
    Ok((found, is_more))
}

/// Messages as they are told.
pub(super) fn views(messages: Vec<Message>) -> Vec<MessageView> {
    messages.into_iter().map(MessageView::from).collect()
}

async fn number(app: &App, message: Uuid) -> Result<i64, Failure> {
    let message = app.store.message(message).await?;
    let number = message.map(|message| message.number);
    number.ok_or_else(|| Failure::validation("there is no message with this id"))
}
