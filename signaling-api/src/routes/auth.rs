//! Signing in, staying signed in, signing out.

use crate::app::App;
use crate::caller::Peer;
use crate::clock::Timestamp;
use crate::cookies;
use crate::error::{Code, Failure};
use crate::language::Language;
use crate::role::UserRole;
use crate::routes::body::Json;
use crate::sign_in;
use crate::store::{Refreshed, User};
use crate::token::ACCESS_LIFE;
use axum::extract::State;
use axum::http::header::{SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Seconds that a browser stays signed in without use.
pub(crate) const SIGNED_IN: u64 = 12 * 3600;
/// Longest name of a browser that is kept, in characters.
const LONGEST_DEVICE: usize = 200;

/// E-mail address and password.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct Login {
    /// The address of the account.
    #[schema(example = "doctor@demo.test")]
    email: String,
    /// Its password.
    #[schema(example = "vestibule-demo")]
    password: String,
    /// Where the account asks for it: six digits of the authenticator app, or a recovery code.
    totp: Option<String>,
}

/// Somebody is signed in.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Session {
    /// To be shown as `Authorization: Bearer`.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds until the token ends.
    expires_in: u64,
    /// Who it is.
    user: Account,
}

/// An account as its owner sees it.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct Account {
    /// Its id.
    id: Uuid,
    /// The address it signs in with.
    email: String,
    /// The name that others see.
    name: String,
    /// What it is for.
    role: UserRole,
}

impl From<User> for Account {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            email: user.email,
            name: user.name,
            role: user.role,
        }
    }
}

/// Sign in
#[utoipa::path(post, path = "/api/v1/auth/login", tag = "auth", request_body = Login, responses(
    (status = 200, description = "Signed in; a refresh cookie is set", body = Session),
    (status = 401, description = "`unauthenticated`, `totp_required`, `totp_wrong`"),
    (status = 429, description = "`rate_limited`, `account_locked`, with Retry-After"),
))]
pub(crate) async fn login(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Json(login): Json<Login>,
) -> Result<Response, Failure> {
    let user = sign_in::by_password(&app, peer, &login.email, login.password, login.totp).await?;
    if let Some(language) = Language::of_browser(&headers) {
        app.store.set_language(user.id, language).await?;
    }
    let begun = begin(&app, &user, &headers).await?;
    signed_in(&app, user, &begun)
}

/// Go on being signed in
#[utoipa::path(post, path = "/api/v1/auth/refresh", tag = "auth", responses(
    (status = 200, description = "A new access token; the refresh cookie is replaced", body = Session),
    (status = 401, description = "`unauthenticated`"),
))]
pub(crate) async fn refresh(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Failure> {
    let token = cookies::get(&app, &headers, cookies::REFRESH).ok_or(Code::Unauthenticated)?;
    let refreshed = app.store.refresh(token, Timestamp::now()).await?;
    let refreshed = refreshed.ok_or(Code::Unauthenticated)?;
    let user = app
        .store
        .user(refreshed.user_id)
        .await?
        .ok_or(Code::Unauthenticated)?;
    signed_in(&app, user, &refreshed)
}

/// Sign out
#[utoipa::path(post, path = "/api/v1/auth/logout", tag = "auth", responses(
    (status = 204, description = "Signed out; the refresh cookie is removed"),
))]
pub(crate) async fn logout(State(app): State<Arc<App>>, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(token) = cookies::get(&app, &headers, cookies::REFRESH) {
        app.store.end_refresh_session(token).await?;
    }
    let gone = cookies::set(&app, cookies::REFRESH, "", 0);
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, gone)]).into_response())
}

/// Signs a browser in.
///
/// # Errors
/// The store's.
pub(crate) async fn begin(app: &App, user: &User, headers: &HeaderMap) -> Result<Refreshed, Failure> {
    let device = device(headers);
    let begun = app
        .store
        .begin_refresh_session(user.id, &device, Timestamp::now());
    Ok(begun.await?)
}

fn signed_in(app: &App, user: User, refreshed: &Refreshed) -> Result<Response, Failure> {
    let issued = app
        .tokens
        .issue_access(user.id, refreshed.session, user.role, Timestamp::now())?;
    let session = Session {
        access_token: issued.token,
        token_type: "Bearer",
        expires_in: ACCESS_LIFE.as_secs(),
        user: user.into(),
    };
    let body = axum::Json(session);
    Ok(match &refreshed.next {
        Some(token) => {
            let kept = cookies::set(app, cookies::REFRESH, token, SIGNED_IN);
            ([(SET_COOKIE, kept)], body).into_response()
        }
        None => body.into_response(),
    })
}

/// What a browser calls itself, for its owner's list.
pub(crate) fn device(headers: &HeaderMap) -> String {
    let name = headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    name.unwrap_or_default().chars().take(LONGEST_DEVICE).collect()
}
