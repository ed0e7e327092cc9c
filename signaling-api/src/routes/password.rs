//! Setting a password by a link.

use crate::app::App;
use crate::caller::Peer;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::limiter::{network, seconds_up};
use crate::password;
use crate::routes::body::Json;
use crate::sign_in;
use crate::store::Deed;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Instant;

/// A new password by the secret of a link.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct NewPassword {
    /// What the link ends with.
    token: String,
    /// 12 characters to 256 bytes.
    password: String,
}

/// Set a password by the secret of a link
#[utoipa::path(post, path = "/api/v1/auth/password", tag = "auth", request_body = NewPassword, responses(
    (status = 204, description = "Set; the link works no more, the account's browsers are signed out, failures are forgotten"),
    (status = 404, description = "`not_found`: the link is unknown, was used or is too old"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn set(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    Json(new): Json<NewPassword>,
) -> Result<StatusCode, Failure> {
    password::check(&new.password)?;
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    let address = network(peer.unwrap_or([0; 4].into()));
    app.limits
        .logins
        .take(&address, Instant::now())
        .map_err(limited)?;
    let unknown = || Failure::new(Code::NotFound, "this link is unknown, was used or is too old");
    let owner = app
        .store
        .password_token_owner(&new.token, Timestamp::now())
        .await?;
    let user = app
        .store
        .user(owner.ok_or_else(unknown)?)
        .await?
        .ok_or_else(unknown)?;
    let hash = app.passwords.hash(new.password).await?;
    // Two at once: the second one finds the secret used up.
    if !app.store.use_password_token(&new.token, Timestamp::now()).await? {
        return Err(unknown());
    }
    app.limits.logins.give_back(&address);
    let deed = Deed::by_user(user.id, "user.password", user.id);
    app.store
        .set_password(user.id, hash, None, deed, Timestamp::now())
        .await?;
    app.store.forget_failures(&sign_in::key(&user.email)).await?;
    Ok(StatusCode::NO_CONTENT)
}
