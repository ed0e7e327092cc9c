//! A link by e-mail for who has forgotten their password.

use crate::accounts;
use crate::app::App;
use crate::caller::Peer;
use crate::error::Failure;
use crate::language::Language;
use crate::limiter::{network, seconds_up};
use crate::routes::body::Json;
use crate::sign_in;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Instant;

/// Whose password was forgotten.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = PasswordReset)]
pub(crate) struct Ask {
    /// The address of the account.
    email: String,
}

/// Ask for a link that sets a new password
#[utoipa::path(post, path = "/api/v1/auth/password-reset", tag = "auth", request_body = Ask, responses(
    (status = 202, description = "Said in any case: where there is such an account, it is written a link that works once, for an hour"),
    (status = 429, description = "`rate_limited`, with Retry-After, counted by address"),
))]
pub(crate) async fn ask(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Json(ask): Json<Ask>,
) -> Result<StatusCode, Failure> {
    let address = network(peer.unwrap_or([0; 4].into()));
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits
        .resets
        .take(&address, Instant::now())
        .map_err(limited)?;
    let fits = ask.email.len() <= 254 && app.outbox.sends_mail();
    // An account gets few letters, and who asks is not told that it had enough.
    let account = sign_in::key(&ask.email);
    if fits && app.limits.account_resets.take(&account, Instant::now()).is_ok() {
        let browser = Language::of_browser(&headers);
        // Elsewhere, so that not even the time of an answer tells whether there is such an account.
        tokio::spawn(async move {
            if let Err(failure) = accounts::write_reset(&app, &ask.email, browser).await {
                tracing::warn!(
                    code = failure.code.as_str(),
                    "a link for a new password was not written"
                );
            }
        });
    }
    Ok(StatusCode::ACCEPTED)
}
