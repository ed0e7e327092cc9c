//! Pages of other sites may not open sockets.

use crate::app::App;
use crate::error::{Code, Failure};
use crate::headers::authority;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ORIGIN, VARY,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Refuses Socket.IO requests of pages that are neither ours nor listed; lets listed ones poll (CORS without
/// credentials). Clients that are no browsers send no Origin.
pub(crate) async fn check_origin(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with("/socket.io") {
        return next.run(request).await;
    }
    if !is_welcome(&app, &request) {
        return Failure::new(Code::Forbidden, "this origin may not connect").into_response();
    }
    let origin = request.headers().get(ORIGIN).cloned();
    let mut response = if request.method() == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    if let Some(origin) = origin {
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(
            ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST"),
        );
        headers.insert(
            ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static("content-type"),
        );
        headers.append(VARY, HeaderValue::from_static("origin"));
    }
    response
}

fn is_welcome(app: &App, request: &Request) -> bool {
    let Some(origin) = request.headers().get(ORIGIN) else {
        return true;
    };
    let Ok(origin) = origin.to_str() else { return false };
    let listed = |known: &String| known.trim_end_matches('/').eq_ignore_ascii_case(origin);
    let own_host = || {
        let asked = origin.split_once("://").map(|(_, host)| host);
        matches!((authority(request), asked), (Some(host), Some(asked)) if host.eq_ignore_ascii_case(asked))
    };
    origin.eq_ignore_ascii_case(&app.public_url.origin)
        || app.config.allowed_origins.iter().any(listed)
        || own_host()
}
