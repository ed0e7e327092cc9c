//! To an OpenID Connect provider and back; both are pages of the browser, not calls of a script.

use crate::app::App;
use crate::caller::Peer;
use crate::clock::Timestamp;
use crate::code;
use crate::cookies;
use crate::error::{Code, Failure};
use crate::limiter::{network, seconds_up};
use crate::oidc::{self, Errand, Oidc};
use crate::routes::auth;
use crate::routes::body::Query;
use crate::store::Deed;
use axum::extract::State;
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::Deserialize;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

/// Seconds that somebody may take at the provider.
const PATIENCE: u64 = 600;
/// Longest code that is passed on, in bytes.
const LONGEST_CODE: usize = 4096;

/// What the provider sends a browser back with.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Answer {
    /// Good for one ID token.
    code: Option<String>,
    /// What the browser was sent with.
    state: Option<String>,
    /// Who answers (RFC 9207).
    iss: Option<String>,
}

/// Go to the provider
#[utoipa::path(get, path = "/api/v1/auth/oidc/start", tag = "auth", responses(
    (status = 303, description = "To the provider's page, or back to `/#sign-in-failed` where it does not answer"),
    (status = 404, description = "`not_found`: no provider is set up"),
))]
pub(crate) async fn start(State(app): State<Arc<App>>) -> Result<Response, Failure> {
    let oidc = app.oidc.as_ref().ok_or(Code::NotFound)?;
    let errand = Errand::new();
    Ok(match oidc.way(&errand).await {
        Ok(way) => {
            let kept = cookies::set_for_errand(&app, cookies::ERRAND, &errand.written(), PATIENCE);
            (StatusCode::SEE_OTHER, [(LOCATION, way), (SET_COOKIE, kept)]).into_response()
        }
        Err(_) => home("sign-in-failed"),
    })
}

/// Come back from the provider
#[utoipa::path(get, path = "/api/v1/auth/oidc/callback", tag = "auth", params(Answer), responses(
    (status = 303, description = "To `/#signed-in` with a refresh cookie, or to `/#sign-in-failed`, `/#no-account`"),
    (status = 404, description = "`not_found`: no provider is set up"),
))]
pub(crate) async fn callback(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> Result<Response, Failure> {
    let oidc = app.oidc.as_ref().ok_or(Code::NotFound)?;
    let gone = cookies::set_for_errand(&app, cookies::ERRAND, "", 0);
    match signed_in(&app, oidc, peer, &headers, answer).await {
        Ok(refresh) => {
            let set = AppendHeaders([(SET_COOKIE, gone), (SET_COOKIE, refresh)]);
            Ok((set, home("signed-in")).into_response())
        }
        Err(failure) => {
            tracing::info!(code = failure.code.as_str(), "a sign-in with the provider failed");
            let page = if failure.code == Code::Forbidden {
                "no-account"
            } else {
                "sign-in-failed"
            };
            Ok(([(SET_COOKIE, gone)], home(page)).into_response())
        }
    }
}

/// The refresh cookie of who came back.
async fn signed_in(
    app: &App,
    oidc: &Oidc,
    peer: Option<IpAddr>,
    headers: &HeaderMap,
    answer: Answer,
) -> Result<String, Failure> {
    let address = network(peer.unwrap_or([0; 4].into()));
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits
        .logins
        .take(&address, Instant::now())
        .map_err(limited)?;
    let errand = cookies::get(app, headers, cookies::ERRAND).and_then(Errand::parse);
    let errand = errand.ok_or(Code::Unauthenticated)?;
    let (state, issuer) = (answer.state.unwrap_or_default(), answer.iss);
    if !code::same(&state, &errand.state) || issuer.is_some_and(|issuer| issuer != oidc.config.issuer) {
        return Err(Code::Unauthenticated.into());
    }
    let code = answer
        .code
        .filter(|code| !code.is_empty() && code.len() <= LONGEST_CODE);
    let known = oidc.who(&code.ok_or(Code::Unauthenticated)?, &errand).await?;
    let user = oidc::account(app, oidc, &known).await?;
    app.limits.logins.give_back(&address);
    let refresh = auth::begin(app, &user, headers).await?;
    let deed = Deed::by_user(user.id, "user.login_oidc", user.id);
    app.store.record(deed, Timestamp::now()).await?;
    let token = refresh.next.unwrap_or_default();
    Ok(cookies::set(app, cookies::REFRESH, &token, auth::SIGNED_IN))
}

fn home(what: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, format!("/#{what}"))]).into_response()
}
