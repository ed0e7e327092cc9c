//! Recordings of consultations.

mod serving;
mod view;

use crate::app::App;
use crate::caller::{Holder, SignedIn, Speaker};
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::policy::Act;
use crate::recordings;
use crate::routes::body::{Json, Path};
use crate::store::{Consultation, Deed, Recording, RecordingState, User};
use crate::visits;
use axum::extract::State;
use axum::http::header::RANGE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use recording::PartName;
use serde::{Deserialize, Serialize};
use serving::{blocking, file_name, serve};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use uuid::Uuid;
use view::{PartView, View};

/// The recordings of a consultation.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Recordings)]
pub(crate) struct List {
    /// Oldest first.
    items: Vec<View>,
}

/// What somebody says when they are asked.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = RecordingAnswer)]
pub(crate) struct Answer {
    /// Whether they agree to be recorded.
    agreed: bool,
}

/// Ask everybody in the call whether it may be recorded
#[utoipa::path(post, path = "/api/v1/consultations/{id}/recordings", tag = "recordings", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 201, description = "Asked. The doctor agrees by asking; it begins once everybody else has agreed", body = View),
    (status = 403, description = "`forbidden`: its doctor alone, and only where the installation records"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 409, description = "`conflict`: they are not in the call, or a recording is asked for or goes on"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, axum::Json<View>), Failure> {
    let asked = recordings::ask(&app, &user, id).await?;
    Ok((StatusCode::CREATED, axum::Json(View::new(&asked, Vec::new()))))
}

/// Say whether one agrees to be recorded
#[utoipa::path(post, path = "/api/v1/consultations/{id}/recordings/{recording}/answer", tag = "recordings", security(("participant" = [])), params(("id" = Uuid, Path), ("recording" = Uuid, Path)), request_body = Answer, responses(
    (status = 204, description = "Kept. Who agreed and thinks again stops it"),
    (status = 403, description = "`not_admitted`: they are not in the call"),
    (status = 404, description = "`not_found`: it is not asked for any more, or elsewhere"),
    (status = 409, description = "`conflict`: they answered already"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn answer(
    State(app): State<Arc<App>>,
    Path((id, recording)): Path<(Uuid, Uuid)>,
    Holder(claims): Holder,
    Json(answer): Json<Answer>,
) -> Result<StatusCode, Failure> {
    recordings::answer(&app, &claims.into(), id, recording, answer.agreed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Stop a recording
#[utoipa::path(post, path = "/api/v1/consultations/{id}/recordings/{recording}/stop", tag = "recordings", security(("access" = []), ("participant" = [])), params(("id" = Uuid, Path), ("recording" = Uuid, Path)), responses(
    (status = 204, description = "From now on nothing is recorded; a question that is open is taken back"),
    (status = 403, description = "`forbidden`: with an access token its doctor alone. `not_admitted`: they are not in the call"),
    (status = 404, description = "`not_found`: it does not go on, or elsewhere"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn stop(
    State(app): State<Arc<App>>,
    Path((id, recording)): Path<(Uuid, Uuid)>,
    speaker: Speaker,
) -> Result<StatusCode, Failure> {
    match speaker {
        Speaker::User(user) => recordings::stop_by_doctor(&app, &user, id, recording).await?,
        Speaker::Participant(pass) => recordings::stop_in_call(&app, &pass, id, recording).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

/// List the recordings of a consultation
#[utoipa::path(get, path = "/api/v1/consultations/{id}/recordings", tag = "recordings", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "Those that were begun, oldest first, with their files", body = List),
    (status = 403, description = "`forbidden`: its doctor alone"),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<List>, Failure> {
    let consultation = visits::open(&app, &user, id, Act::Record).await?;
    let mut items = Vec::new();
    for recording in app.store.recordings(consultation.id).await? {
        let parts = parts(&app, &consultation, &recording).await?;
        items.push(View::new(&recording, parts));
    }
    Ok(axum::Json(List { items }))
}

/// Get a file of a recording
#[utoipa::path(get, path = "/api/v1/consultations/{id}/recordings/{recording}/parts/{name}", tag = "recordings", security(("access" = [])), params(("id" = Uuid, Path), ("recording" = Uuid, Path), ("name" = String, Path), ("range" = Option<String>, Header, description = "One range of bytes")), responses(
    (status = 200, description = "WebM or Matroska, to be saved", body = Vec<u8>, content_type = "video/webm"),
    (status = 206, description = "The part of it that `Range` names", body = Vec<u8>, content_type = "video/webm"),
    (status = 403, description = "`forbidden`: its doctor alone"),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn download(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path((id, recording, name)): Path<(Uuid, Uuid, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let recording = open(&app, &user, id, recording).await?;
    let name: PartName = name.parse().map_err(|_| Code::NotFound)?;
    let archive = app.archive.clone().ok_or(Code::NotFound)?;
    let reader = blocking(move || archive.read(recording.id, name)).await;
    let reader = reader.map_err(|error| missing(&error))?;
    let deed = Deed::by_user(user.id, "recording.download", recording.id);
    app.store.record(deed, Timestamp::now()).await?;
    let range = headers.get(RANGE).and_then(|range| range.to_str().ok());
    Ok(serve(Arc::new(reader), range, &file_name(&recording, name)))
}

/// Delete a recording
#[utoipa::path(delete, path = "/api/v1/consultations/{id}/recordings/{recording}", tag = "recordings", security(("access" = [])), params(("id" = Uuid, Path), ("recording" = Uuid, Path)), responses(
    (status = 204, description = "Gone for ever"),
    (status = 403, description = "`forbidden`: its doctor alone"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 409, description = "`conflict`: it goes on, or is being saved"),
))]
pub(crate) async fn delete(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path((id, recording)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Failure> {
    let recording = open(&app, &user, id, recording).await?;
    let deed = Deed::by_user(user.id, "recording.delete", recording.id);
    if !app
        .store
        .remove_recording(recording.id, deed, Timestamp::now())
        .await?
    {
        return Err(Failure::new(Code::Conflict, "it goes on, or is being saved"));
    }
    if let Some(archive) = &app.archive {
        // What stays belongs to nothing and goes with the next round.
        let _ = archive.remove(recording.id).await;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The recording, if it is of this consultation, which is the user's.
async fn open(app: &App, user: &User, consultation: Uuid, recording: Uuid) -> Result<Recording, Failure> {
    let consultation = visits::open(app, user, consultation, Act::Record).await?;
    let recording = app.store.recording(recording).await?;
    let recording = recording.filter(|recording| recording.consultation_id == consultation.id);
    recording.ok_or_else(|| Code::NotFound.into())
}

async fn parts(
    app: &App,
    consultation: &Consultation,
    recording: &Recording,
) -> Result<Vec<PartView>, Failure> {
    let Some(archive) = app
        .archive
        .clone()
        .filter(|_| recording.state == RecordingState::Ready)
    else {
        return Ok(Vec::new());
    };
    let id = recording.id;
    let parts = blocking(move || Ok(archive.parts(id))).await.unwrap_or_default();
    let (mut names, mut views) = (HashMap::new(), Vec::new());
    for part in parts {
        let who = part.name.participant.0;
        if let std::collections::hash_map::Entry::Vacant(entry) = names.entry(who) {
            let place = app.store.place(consultation.id, who).await?;
            entry.insert(place.map(|place| place.display_name));
        }
        views.push(PartView::new(&part, names.get(&who).cloned().flatten()));
    }
    Ok(views)
}

fn missing(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::NotFound {
        return Code::NotFound.into();
    }
    tracing::error!(%error, "a recording cannot be read");
    Code::Unavailable.into()
}
