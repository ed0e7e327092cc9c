//! The chat of a consultation.

use crate::app::App;
use crate::caller::Speaker;
use crate::error::{Code, Failure};
use crate::messages::{self, Chat, MessageView, Said};
use crate::routes::body::{Json, Path, Query};
use crate::routes::messages::{Which, say, some, views};
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// A page of a chat.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = ChatPage)]
pub(crate) struct Page {
    /// The conversation behind it, from the first message on.
    conversation_id: Option<Uuid>,
    /// The caller, as `senderId` of their messages.
    sender_id: Uuid,
    /// Newest first, with `after` oldest first.
    items: Vec<MessageView>,
    /// `cursor`, or with `after` the next `after`, of the next page; `null` at the end.
    next_cursor: Option<Uuid>,
}

/// How far somebody read.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = ChatRead)]
pub(crate) struct Read {
    /// That message and all before it.
    message_id: Uuid,
}

/// List what was said in a consultation
#[utoipa::path(get, path = "/api/v1/consultations/{id}/chat", tag = "chat", security(("access" = []), ("participant" = [])), params(("id" = Uuid, Path), Which), responses(
    (status = 200, description = "One page: for guests what was said in the consultation, for its doctor and patient their whole conversation, also after the end", body = Page),
    (status = 403, description = "`forbidden`, `not_admitted`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 410, description = "`consultation_ended`, for participant tokens"),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    speaker: Speaker,
    Path(id): Path<Uuid>,
    Query(which): Query<Which>,
) -> Result<axum::Json<Page>, Failure> {
    let chat = Chat::enter(&app, &speaker, id).await?;
    let (found, is_more) = some(&app, chat.scope(), chat.member(), &which).await?;
    Ok(axum::Json(Page {
        conversation_id: chat.conversation.map(|conversation| conversation.id),
        sender_id: chat.sender,
        next_cursor: found.last().filter(|_| is_more).map(|last| last.id),
        items: views(found),
    }))
}

/// Say something in a consultation
#[utoipa::path(post, path = "/api/v1/consultations/{id}/chat", tag = "chat", security(("access" = []), ("participant" = [])), params(("id" = Uuid, Path)), request_body = Said, responses(
    (status = 200, description = "The message that has this `clientId` already", body = MessageView),
    (status = 201, description = "The new message", body = MessageView),
    (status = 403, description = "`forbidden`, `not_admitted`, `conversation_blocked`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 410, description = "`consultation_ended`"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn post(
    State(app): State<Arc<App>>,
    speaker: Speaker,
    Path(id): Path<Uuid>,
    Json(said): Json<Said>,
) -> Result<(StatusCode, axum::Json<MessageView>), Failure> {
    let chat = Chat::enter(&app, &speaker, id).await?;
    let voice = chat.voice(&app).await?;
    say(&app, &voice, said).await
}

/// Mark what was said in a consultation as read
#[utoipa::path(post, path = "/api/v1/consultations/{id}/chat/read", tag = "chat", security(("access" = []), ("participant" = [])), params(("id" = Uuid, Path)), request_body = Read, responses(
    (status = 204, description = "That message is read with all before it"),
    (status = 403, description = "`forbidden`, `not_admitted`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 410, description = "`consultation_ended`, for participant tokens"),
))]
pub(crate) async fn read(
    State(app): State<Arc<App>>,
    speaker: Speaker,
    Path(id): Path<Uuid>,
    Json(read): Json<Read>,
) -> Result<StatusCode, Failure> {
    let chat = Chat::enter(&app, &speaker, id).await?;
    let message = app.store.message(read.message_id).await?;
    let message = message.filter(|message| chat.shows(message));
    messages::read_in(&app, &chat, &message.ok_or(Code::NotFound)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
