//! Figures for Prometheus.

use crate::app::App;
use crate::caller::{Peer, bearer};
use crate::code;
use crate::error::{Code, Failure};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;
use std::sync::Arc;

/// Figures
#[utoipa::path(get, path = "/metrics", tag = "operation", security((), ("metrics_token" = [])), responses(
    (status = 200, description = "Prometheus' text format; for this host itself, or with the metrics token", body = String, content_type = "text/plain; version=0.0.4"),
    (status = 401, description = "`unauthenticated`"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if !is_local(peer, &headers) && !has_token(&app, &headers) {
        return Err(Code::Unauthenticated.into());
    }
    let kind = [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, app.metrics.text()).into_response())
}

/// A reverse proxy on this host speaks for somebody else.
fn is_local(peer: Option<IpAddr>, headers: &HeaderMap) -> bool {
    let proxied = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
    peer.is_some_and(|peer| peer.is_loopback()) && !proxied.iter().any(|name| headers.contains_key(*name))
}

fn has_token(app: &App, headers: &HeaderMap) -> bool {
    match (app.config.metrics_token.as_deref(), bearer(headers)) {
        (Some(token), Some(shown)) => code::same(&code::digest(token), &code::digest(shown)),
        _ => false,
    }
}
