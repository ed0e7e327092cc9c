//! Recordings of consultations.

use crate::app::App;
use crate::caller::{Holder, SignedIn, Speaker};
use crate::clock::Timestamp;
use crate::error::{Code, Failure, Problem};
use crate::policy::Act;
use crate::recordings::{self, Part, Reader};
use crate::routes::body::{Json, Path};
use crate::store::{Consultation, Deed, Recording, RecordingState, User};
use crate::visits;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, RANGE,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use recording::PartName;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use uuid::Uuid;

/// A recording.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Recording)]
pub(crate) struct View {
    /// Its id.
    id: Uuid,
    /// How far it is.
    state: RecordingState,
    /// Why there is less than there was to record: `disk_full`, `broken`, `interrupted` (the server was gone meanwhile), `empty`.
    failure: Option<String>,
    /// When the doctor asked.
    #[schema(value_type = String, format = DateTime)]
    asked_at: Timestamp,
    /// When everybody had agreed.
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Timestamp>,
    /// When it was over.
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// Whether packets were left out because the disk was slow.
    has_gaps: bool,
    /// Its files, in order of their beginnings; several go on at a time.
    parts: Vec<PartView>,
}

/// A file of a recording: what one person says and shows, or their screen.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = RecordingPart)]
pub(crate) struct PartView {
    /// Its name in the path.
    name: String,
    /// Whose.
    participant_id: Uuid,
    /// Their name.
    display_name: Option<String>,
    /// What is seen.
    source: PartSource,
    /// When it begins, in milliseconds since the recording did.
    begins_ms: u64,
    /// Bytes on the disk.
    bytes: u64,
}

/// What a file shows.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PartSource {
    /// What a person says, with their camera.
    Camera,
    /// Their screen.
    Screen,
}

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
    (status = 401, description = "`unauthenticated`, `token_expired`", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`forbidden`: its doctor alone, and only where the installation records", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`not_found`, also for other people's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`conflict`: they are not in the call, or a recording is asked for or goes on", body = Problem, content_type = "application/problem+json"),
    (status = 410, description = "`consultation_ended`", body = Problem, content_type = "application/problem+json"),
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
    (status = 401, description = "`unauthenticated`, `token_expired`", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`not_admitted`: they are not in the call", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`not_found`: it is not asked for any more, or elsewhere", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`conflict`: they answered already", body = Problem, content_type = "application/problem+json"),
    (status = 410, description = "`consultation_ended`", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "`validation`", body = Problem, content_type = "application/problem+json"),
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
    (status = 401, description = "`unauthenticated`, `token_expired`", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`forbidden`: with an access token its doctor alone. `not_admitted`: they are not in the call", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`not_found`: it does not go on, or elsewhere", body = Problem, content_type = "application/problem+json"),
    (status = 410, description = "`consultation_ended`", body = Problem, content_type = "application/problem+json"),
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
    (status = 401, description = "`unauthenticated`, `token_expired`", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`forbidden`: its doctor alone", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`not_found`, also for other people's", body = Problem, content_type = "application/problem+json"),
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
    (status = 401, description = "`unauthenticated`, `token_expired`", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`forbidden`: its doctor alone", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`not_found`, also for other people's", body = Problem, content_type = "application/problem+json"),
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
    (status = 401, description = "`unauthenticated`, `token_expired`", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`forbidden`: its doctor alone", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`not_found`, also for other people's", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`conflict`: it goes on, or is being saved", body = Problem, content_type = "application/problem+json"),
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

/// A file whose name tells nobody's.
fn file_name(recording: &Recording, name: PartName) -> String {
    let began = recording.started_at.unwrap_or(recording.asked_at).to_string();
    let began: String = began.chars().take(16).filter(char::is_ascii_digit).collect();
    let source = if name.is_screen { "-screen" } else { "" };
    let who = name.participant.0.simple().to_string();
    // The end of an id: its beginning is a time, which people who came together share.
    format!(
        "recording-{began}-{}{source}-{}s.webm",
        &who[who.len() - 4..],
        name.begins.as_secs()
    )
}

/// The bytes, as something that runs nothing.
fn serve(reader: Arc<Reader>, range: Option<&str>, name: &str) -> Response {
    let len = reader.len();
    let headers = [
        (CONTENT_TYPE, "video/webm".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".into()),
        (CACHE_CONTROL, "no-store".into()),
        (ACCEPT_RANGES, "bytes".into()),
    ];
    let Some((begin, end)) = range.and_then(|range| byte_range(range, len)) else {
        let whole = [(CONTENT_LENGTH, len.to_string())];
        return (headers, whole, body(reader, 0, len)).into_response();
    };
    let part = [
        (CONTENT_LENGTH, (end - begin).to_string()),
        (CONTENT_RANGE, format!("bytes {begin}-{}/{len}", end - 1)),
    ];
    (
        StatusCode::PARTIAL_CONTENT,
        headers,
        part,
        body(reader, begin, end),
    )
        .into_response()
}

/// From, to (not included) of a single range (RFC 9110 section 14.1.2); nothing for one that is not heeded.
fn byte_range(range: &str, len: u64) -> Option<(u64, u64)> {
    let (first, last) = range.strip_prefix("bytes=")?.split_once('-')?;
    let (begin, end) = match (first.trim(), last.trim()) {
        ("", suffix) => (len.saturating_sub(suffix.parse().ok()?), len),
        (first, "") => (first.parse().ok()?, len),
        (first, last) => (first.parse().ok()?, last.parse::<u64>().ok()?.saturating_add(1)),
    };
    let end = end.min(len);
    (begin < end).then_some((begin, end))
}

/// The bytes from `begin` to `end`, a chunk at a time as they are taken.
fn body(reader: Arc<Reader>, begin: u64, end: u64) -> Body {
    let chunks = futures_util::stream::unfold(begin, move |at| {
        let reader = Arc::clone(&reader);
        async move {
            if at >= end {
                return None;
            }
            let read = blocking(move || reader.read(at)).await.and_then(|mut bytes| {
                bytes.truncate(usize::try_from(end - at).unwrap_or(usize::MAX));
                if bytes.is_empty() {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                Ok(Bytes::from(bytes))
            });
            // After a fault nothing follows.
            let next = read.as_ref().map_or(end, |bytes| at + bytes.len() as u64);
            Some((read, next))
        }
    });
    Body::from_stream(chunks)
}

async fn blocking<T: Send + 'static>(act: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    let done = tokio::task::spawn_blocking(act).await;
    done.unwrap_or_else(|_| Err(io::Error::other("reading failed")))
}

fn missing(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::NotFound {
        return Code::NotFound.into();
    }
    tracing::error!(%error, "a recording cannot be read");
    Code::Unavailable.into()
}

impl View {
    fn new(recording: &Recording, parts: Vec<PartView>) -> Self {
        Self {
            id: recording.id,
            state: recording.state,
            failure: recording.failure.clone(),
            asked_at: recording.asked_at,
            started_at: recording.started_at,
            ended_at: recording.ended_at,
            has_gaps: recording.dropped > 0,
            parts,
        }
    }
}

impl PartView {
    fn new(part: &Part, display_name: Option<String>) -> Self {
        Self {
            name: part.name.to_string(),
            participant_id: part.name.participant.0,
            display_name,
            source: if part.name.is_screen {
                PartSource::Screen
            } else {
                PartSource::Camera
            },
            begins_ms: u64::try_from(part.name.begins.as_millis()).unwrap_or(u64::MAX),
            bytes: part.bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_browsers_write_them() {
        for (range, expected) in [
            ("bytes=0-", Some((0, 100))),
            ("bytes=10-19", Some((10, 20))),
            ("bytes=90-1000", Some((90, 100))),
            ("bytes=-5", Some((95, 100))),
            ("bytes=-500", Some((0, 100))),
            ("bytes=100-", None),
            ("bytes=9-3", None),
            ("bytes=0-1,3-4", None),
            ("lines=0-1", None),
            ("bytes=a-b", None),
        ] {
            assert_eq!(byte_range(range, 100), expected, "{range}");
        }
    }
}
