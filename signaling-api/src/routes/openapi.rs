//! The contract, for machines.

use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

/// The OpenAPI document
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "operation", responses(
    (status = 200, description = "This document", body = Object, content_type = "application/json"),
))]
pub(crate) async fn show() -> Response {
    ([(CONTENT_TYPE, "application/json")], crate::router::openapi()).into_response()
}
