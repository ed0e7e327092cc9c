//! Files of conversations.

use crate::admission::{self, Admission};
use crate::app::App;
use crate::caller::{SignedIn, Speaker};
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::files::{Incoming, disposition, shown};
use crate::limiter::seconds_up;
use crate::messages::{self, Chat, Metadata, Voice};
use crate::routes::body::Path;
use crate::store::{Deed, NewFile, SharedFile};
use crate::token::Pass;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::Instant;
use tower::ServiceExt;
use tower_http::services::ServeFile;
use uuid::Uuid;

/// The name of a file, percent-encoded UTF-8.
pub(crate) const NAME: HeaderName = HeaderName::from_static("x-file-name");

/// Bring a file to a conversation
#[utoipa::path(post, path = "/api/messaging/medecin-patient/conversations/{id}/files", tag = "messaging", security(("access" = [])), params(("id" = Uuid, Path), ("x-file-name" = Option<String>, Header, description = "Its name, percent-encoded UTF-8")), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 201, description = "The file, to be put into a message within an hour", body = Metadata),
    (status = 403, description = "`conversation_blocked`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 415, description = "`unsupported_media_type`: its bytes are of no kind that is taken"),
    (status = 422, description = "`validation`, `file_refused`"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
    (status = 503, description = "`unavailable`: the disk is full, or the scanner does not answer"),
))]
pub(crate) async fn send(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, axum::Json<Metadata>), Failure> {
    let conversation = messages::open(&app, &user, id).await?;
    take(&app, &Voice::of_user(&user, conversation), &headers, body).await
}

/// Bring a file to the chat of a consultation
#[utoipa::path(post, path = "/api/v1/consultations/{id}/chat/files", tag = "chat", security(("access" = []), ("participant" = [])), params(("id" = Uuid, Path), ("x-file-name" = Option<String>, Header, description = "Its name, percent-encoded UTF-8")), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 201, description = "The file, to be put into a message within an hour", body = Metadata),
    (status = 403, description = "`forbidden`, `not_admitted`, `conversation_blocked`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 410, description = "`consultation_ended`"),
    (status = 415, description = "`unsupported_media_type`: its bytes are of no kind that is taken"),
    (status = 422, description = "`validation`, `file_refused`"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
    (status = 503, description = "`unavailable`: the disk is full, or the scanner does not answer"),
))]
pub(crate) async fn send_in_chat(
    State(app): State<Arc<App>>,
    speaker: Speaker,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, axum::Json<Metadata>), Failure> {
    let voice = Chat::enter(&app, &speaker, id).await?.voice(&app).await?;
    take(&app, &voice, &headers, body).await
}

/// Get a file
#[utoipa::path(get, path = "/api/messaging/medecin-patient/files/{id}", tag = "messaging", security(("access" = []), ("participant" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "Its bytes; images to be shown, all else to be saved", body = Vec<u8>, content_type = "application/octet-stream"),
    (status = 206, description = "The part of them that `Range` names", body = Vec<u8>, content_type = "application/octet-stream"),
    (status = 403, description = "`not_admitted`"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 410, description = "`consultation_ended`, for participant tokens"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    speaker: Speaker,
    Path(id): Path<Uuid>,
    request: Request,
) -> Result<Response, Failure> {
    let (file, deed) = match &speaker {
        Speaker::User(user) => {
            let deed = Deed::by_user(user.id, "file.download", id);
            (app.store.file_for_account(id, user.id).await?, deed)
        }
        Speaker::Participant(pass) => for_place(&app, pass, id).await?,
    };
    let deed = if file.is_some() { deed } else { deed.refused() };
    app.store.record(deed, Timestamp::now()).await?;
    serve(&app, &file.ok_or(Code::NotFound)?, request).await
}

async fn take(
    app: &App,
    voice: &Voice,
    headers: &HeaderMap,
    body: Body,
) -> Result<(StatusCode, axum::Json<Metadata>), Failure> {
    voice.check()?;
    let said = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let said: Option<u64> = said.and_then(|text| text.parse().ok());
    if said.is_some_and(|said| said > app.shelf.longest()) {
        return Err(Code::TooLarge.into());
    }
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits
        .files
        .take(&voice.sender, Instant::now())
        .map_err(limited)?;
    let name = headers.get(NAME).and_then(|value| value.to_str().ok());
    let incoming = Incoming::take(&app.shelf, body).await?;
    let new = NewFile {
        file: SharedFile {
            id: incoming.id,
            name: shown(name.unwrap_or_default(), incoming.kind),
            kind: incoming.kind.media_type.into(),
            size: i64::try_from(incoming.size).unwrap_or(i64::MAX),
        },
        conversation_id: voice.conversation.id,
        sender_id: voice.sender,
    };
    // The row first: one without bytes is removed within the hour, bytes without a row would stay for ever.
    let deed = voice.actor.deed(voice.sender, "file.send", new.file.id);
    app.store.add_file(&new, deed, Timestamp::now()).await?;
    incoming.keep(&app.shelf).await?;
    Ok((StatusCode::CREATED, axum::Json(Metadata::from(&new.file))))
}

async fn for_place(app: &App, pass: &Pass, file: Uuid) -> Result<(Option<SharedFile>, Deed), Failure> {
    let Admission::Accepted(Some(consultation)) = admission::admission(app, pass).await? else {
        return Err(Code::NotAdmitted.into());
    };
    let place = app.store.place(consultation.id, pass.participant().0).await?;
    let place = place.ok_or(Code::NotFound)?;
    match place.user_id {
        Some(user) => {
            let deed = Deed::by_user(user, "file.download", file);
            Ok((app.store.file_for_account(file, user).await?, deed))
        }
        None => {
            let found = app.store.file_for_guest(file, place.id, consultation.id).await?;
            Ok((found, Deed::by("guest", "file.download", file)))
        }
    }
}

/// The bytes, as something that runs nothing and is taken for nothing else.
async fn serve(app: &App, file: &SharedFile, request: Request) -> Result<Response, Failure> {
    let served = ServeFile::new(app.shelf.path(file.id)).oneshot(request).await;
    let mut response = match served {
        Ok(response) if response.status() == StatusCode::NOT_FOUND => return Err(Code::NotFound.into()),
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    };
    let is_image = file.kind.starts_with("image/");
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, file.kind.clone()),
        (CONTENT_DISPOSITION, disposition(&file.name, is_image)),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".into()),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin".into(),
        ),
    ] {
        let value = HeaderValue::from_str(&value).map_err(|_| Code::Internal)?;
        headers.insert(name, value);
    }
    Ok(response)
}
