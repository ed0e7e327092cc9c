//! Captions of a call.

use crate::app::App;
use crate::caller::Captioner;
use crate::captions::{self, Said};
use crate::error::Failure;
use crate::routes::body::{Json, Path};
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;
use uuid::Uuid;

/// Show a line of what is said
#[utoipa::path(post, path = "/api/v1/consultations/{id}/captions", tag = "consultations", security(("access" = []), ("participant" = []), ("api_key" = [])), params(("id" = Uuid, Path)), request_body = Said, responses(
    (status = 204, description = "All who are in the call were sent it, and it was not kept; for a server's key the scope `captions:write`"),
    (status = 403, description = "`forbidden`: its doctor, a second clinician, an interpreter, a server with the scope alone; `not_admitted`: they are not in the call"),
    (status = 404, description = "`not_found`, also for other people's"),
    (status = 410, description = "`consultation_ended`"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    captioner: Captioner,
    Path(id): Path<Uuid>,
    Json(said): Json<Said>,
) -> Result<StatusCode, Failure> {
    captions::show(&app, &captioner, id, said).await?;
    Ok(StatusCode::NO_CONTENT)
}
