//! One's own account.

use crate::app::App;
use crate::caller::{InSession, SignedIn};
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::limiter::seconds_up;
use crate::password;
use crate::routes::auth::Account;
use crate::routes::body::{Json, Path};
use crate::sign_in;
use crate::store::Deed;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// A browser that is signed in.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = SignedInBrowser)]
pub(crate) struct Session {
    /// Its id.
    id: Uuid,
    /// What it calls itself (`User-Agent`).
    device: String,
    /// When it signed in.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it was last heard of, to ten minutes.
    #[schema(value_type = String, format = DateTime)]
    used_at: Timestamp,
    /// Whether it is the one that asks.
    current: bool,
}

/// Browsers that are signed in.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = SignedInBrowsers)]
pub(crate) struct Sessions {
    /// Last used first.
    items: Vec<Session>,
}

/// A new password.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct ChangePassword {
    /// The one until now.
    current_password: String,
    /// 12 characters to 256 bytes.
    new_password: String,
}

/// Who is signed in
#[utoipa::path(get, path = "/api/v1/me", tag = "auth", security(("access" = [])), responses(
    (status = 200, description = "The account", body = Account),
))]
pub(crate) async fn show(SignedIn(user): SignedIn) -> axum::Json<Account> {
    axum::Json(user.into())
}

/// See where one is signed in
#[utoipa::path(get, path = "/api/v1/me/sessions", tag = "auth", security(("access" = [])), responses(
    (status = 200, description = "One's browsers, at most 100", body = Sessions),
))]
pub(crate) async fn sessions(
    State(app): State<Arc<App>>,
    InSession(user, current): InSession,
) -> Result<axum::Json<Sessions>, Failure> {
    let sessions = app.store.refresh_sessions(user.id, Timestamp::now()).await?;
    let items = sessions.into_iter().map(|session| Session {
        current: Some(session.id) == current,
        id: session.id,
        device: session.device,
        created_at: session.created_at,
        used_at: session.used_at,
    });
    Ok(axum::Json(Sessions {
        items: items.collect(),
    }))
}

/// Sign a browser out
#[utoipa::path(delete, path = "/api/v1/me/sessions/{id}", tag = "auth", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "It is signed out, at once"),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    let revoked = app
        .store
        .revoke_refresh_session(user.id, id, Timestamp::now())
        .await?;
    if revoked {
        app.hall.disconnect_session(id).await;
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Code::NotFound.into())
    }
}

/// Change one's password
#[utoipa::path(post, path = "/api/v1/me/password", tag = "auth", security(("access" = [])), request_body = ChangePassword, responses(
    (status = 204, description = "Changed; one's other browsers are signed out"),
    (status = 403, description = "`forbidden`: the current password is wrong"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn password(
    State(app): State<Arc<App>>,
    InSession(user, current): InSession,
    Json(change): Json<ChangePassword>,
) -> Result<StatusCode, Failure> {
    password::check(&change.new_password)?;
    let account = sign_in::key(&user.email);
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits
        .accounts
        .take(&account, Instant::now())
        .map_err(limited)?;
    let hash = Some(user.password_hash).filter(|hash| !hash.is_empty());
    if !app.passwords.verify(change.current_password, hash).await? {
        return Err(Failure::new(Code::Forbidden, "the current password is wrong"));
    }
    app.limits.accounts.give_back(&account);
    let hash = app.passwords.hash(change.new_password).await?;
    let deed = Deed::by_user(user.id, "user.password", user.id);
    app.store
        .set_password(user.id, hash, current, deed, Timestamp::now())
        .await?;
    app.hall.disconnect_others(user.id, current).await;
    Ok(StatusCode::NO_CONTENT)
}
