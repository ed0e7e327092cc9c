//! The second factor of one's own account.

use crate::app::App;
use crate::caller::SignedIn;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::routes::body::Json;
use crate::second_factor;
use crate::store::Deed;
use crate::totp;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whether a second factor is asked for.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = SecondFactor)]
pub(crate) struct View {
    /// It is.
    enabled: bool,
    /// How many recovery codes are left.
    recovery_codes_left: i64,
}

/// A secret for an authenticator app.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = SecondFactorSecret)]
pub(crate) struct Offered {
    /// In base 32, to be typed.
    secret: String,
    /// `otpauth://totp/...`, to be shown as a QR code.
    uri: String,
}

/// A code of the app.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = SecondFactorCode)]
pub(crate) struct Shown {
    /// Six digits, or where the secret is confirmed already a recovery code.
    #[schema(example = "081804")]
    code: String,
}

/// Codes for the day when the app is lost.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = RecoveryCodes)]
pub(crate) struct Recovery {
    /// Each works once; they are told now and never again.
    recovery_codes: Vec<String>,
}

/// See whether a second factor is asked for
#[utoipa::path(get, path = "/api/v1/me/totp", tag = "auth", security(("access" = [])), responses(
    (status = 200, description = "Whether it is", body = View),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
) -> Result<axum::Json<View>, Failure> {
    Ok(axum::Json(View {
        enabled: second_factor::is_asked(&app, &user).await?,
        recovery_codes_left: app.store.recovery_codes_left(user.id).await?,
    }))
}

/// Get a secret for a second factor
#[utoipa::path(post, path = "/api/v1/me/totp", tag = "auth", security(("access" = [])), responses(
    (status = 200, description = "A new secret; nothing is asked for until it is confirmed", body = Offered),
    (status = 409, description = "`conflict`: there is one already"),
))]
pub(crate) async fn offer(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
) -> Result<axum::Json<Offered>, Failure> {
    let secret = totp::new_secret();
    if !app.store.offer_totp(user.id, &secret).await? {
        return Err(Failure::new(Code::Conflict, "there is a second factor already"));
    }
    let issuer = format!("Vestibule {}", app.public_url.host());
    let uri = totp::uri(&secret, &issuer, &user.email);
    Ok(axum::Json(Offered { secret, uri }))
}

/// Confirm the secret by a code
#[utoipa::path(post, path = "/api/v1/me/totp/confirm", tag = "auth", security(("access" = [])), request_body = Shown, responses(
    (status = 200, description = "From now on signing in needs a code", body = Recovery),
    (status = 403, description = "`forbidden`: the code is wrong"),
    (status = 409, description = "`conflict`: there is nothing to confirm"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn confirm(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Json(shown): Json<Shown>,
) -> Result<axum::Json<Recovery>, Failure> {
    let recovery_codes = second_factor::confirm(&app, &user, &shown.code).await?;
    Ok(recovery(recovery_codes))
}

/// Get new recovery codes
#[utoipa::path(post, path = "/api/v1/me/totp/recovery-codes", tag = "auth", security(("access" = [])), request_body = Shown, responses(
    (status = 200, description = "Those before work no more", body = Recovery),
    (status = 403, description = "`forbidden`: the code is wrong or was used"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn renew(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Json(shown): Json<Shown>,
) -> Result<axum::Json<Recovery>, Failure> {
    second_factor::demand(&app, &user, &shown.code).await?;
    let codes = totp::new_recovery_codes();
    let deed = Deed::by_user(user.id, "user.totp_codes", user.id);
    app.store
        .renew_recovery_codes(user.id, &codes, deed, Timestamp::now())
        .await?;
    Ok(recovery(codes))
}

/// Take the second factor away
#[utoipa::path(post, path = "/api/v1/me/totp/remove", tag = "auth", security(("access" = [])), request_body = Shown, responses(
    (status = 204, description = "The password alone is asked for"),
    (status = 403, description = "`forbidden`: the code is wrong or was used"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Json(shown): Json<Shown>,
) -> Result<StatusCode, Failure> {
    second_factor::demand(&app, &user, &shown.code).await?;
    let deed = Deed::by_user(user.id, "user.totp_remove", user.id);
    app.store.remove_totp(user.id, deed, Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Five letters, a hyphen, five letters.
fn recovery(codes: Vec<String>) -> axum::Json<Recovery> {
    let spelled = codes.into_iter().map(|mut code| {
        code.insert(code.len() / 2, '-');
        code
    });
    axum::Json(Recovery {
        recovery_codes: spelled.collect(),
    })
}
