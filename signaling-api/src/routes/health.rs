//! Whether the server would serve.

use crate::app::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;

/// How the server is.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Health {
    /// `ok` or `unavailable`.
    status: &'static str,
    /// What is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<&'static str>,
}

/// How the server is
#[utoipa::path(get, path = "/health", tag = "operation", responses(
    (status = 200, description = "It serves", body = Health, example = json!({"status": "ok"})),
    (status = 503, description = "It does not, with reasons", body = Health, example = json!({"status": "unavailable", "reasons": ["the media node is away"]})),
))]
pub(crate) async fn show(State(app): State<Arc<App>>) -> Response {
    let mut reasons = Vec::new();
    if !app.store.is_well().await {
        reasons.push("the database does not answer");
    }
    if !app.media.is_well() {
        reasons.push("the media node is away");
    }
    let (status, word) = if reasons.is_empty() {
        (StatusCode::OK, "ok")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "unavailable")
    };
    let health = Health {
        status: word,
        reasons,
    };
    (status, axum::Json(health)).into_response()
}
