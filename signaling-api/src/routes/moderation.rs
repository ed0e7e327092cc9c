//! Those who are in a call, in the doctor's hands.

use crate::app::App;
use crate::caller::SignedIn;
use crate::error::Failure;
use crate::moderation;
use crate::routes::body::{Json, Path};
use crate::routes::lobby::Whom;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use uuid::Uuid;

/// Remove somebody from the call
#[utoipa::path(post, path = "/api/v1/consultations/{id}/remove", tag = "consultations", security(("access" = [])), params(("id" = Uuid, Path)), request_body = Whom, responses(
    (status = 204, description = "Their media are over and their token is refused; from now on everybody waits at the door"),
    (status = 403, description = "`forbidden`: its doctor alone"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 409, description = "`conflict`: they wait, or are the doctor"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Json(whom): Json<Whom>,
) -> Result<StatusCode, Failure> {
    moderation::remove(&app, &user, id, whom.participant_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask somebody to mute
#[utoipa::path(post, path = "/api/v1/consultations/{id}/mute", tag = "consultations", security(("access" = [])), params(("id" = Uuid, Path)), request_body = Whom, responses(
    (status = 204, description = "Their pages were asked to turn the microphone off, unless it is off"),
    (status = 403, description = "`forbidden`: its doctor alone"),
    (status = 404, description = "`not_found`: other people's, or they are not in the call"),
    (status = 410, description = "`consultation_ended`"),
))]
pub(crate) async fn mute(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
    Json(whom): Json<Whom>,
) -> Result<StatusCode, Failure> {
    moderation::mute(&app, &user, id, whom.participant_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
