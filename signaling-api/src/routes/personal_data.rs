//! What is known of one person, for them; the end of that, by an administrator.

use crate::app::App;
use crate::caller::{Administrator, SignedIn};
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::policy::{self, Verdict};
use crate::routes::body::Path;
use crate::routes::users::refusal;
use crate::sign_in;
use crate::store::Deed;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use uuid::Uuid;

/// Hand out all that is known of a person (GDPR articles 15 and 20)
#[utoipa::path(get, path = "/api/v1/users/{id}/export", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "A file of JSON: `account`, `sessions`, `consultations`, `places`, `network_tests`, `audit` (the newest 10,000 rows)", body = Object),
    (status = 403, description = "`forbidden`: oneself and administrators alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn export(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let deed = Deed::by_user(user.id, "user.export", id);
    if policy::may_export(user.role, user.id == id) != Verdict::Allowed {
        app.store.record(deed.refused(), Timestamp::now()).await?;
        return Err(Code::Forbidden.into());
    }
    let known = app.store.export_person(id, deed, Timestamp::now()).await?;
    let known = known.ok_or(Code::NotFound)?;
    let name = format!("attachment; filename=\"{id}.json\"");
    Ok(([(CONTENT_DISPOSITION, name)], axum::Json(known)).into_response())
}

/// Erase a person (GDPR article 17)
#[utoipa::path(post, path = "/api/v1/users/{id}/erase", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "Name, address, titles and words to them are gone, for ever; the account is disabled, its consultations are still counted"),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 404, description = "`not_found`"),
    (status = 409, description = "`conflict`: it is the last administrator"),
))]
pub(crate) async fn erase(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    let account = app.store.account(id).await?.ok_or(Code::NotFound)?;
    let digest = sign_in::key(&account.email);
    let deed = Deed::by_user(admin.id, "user.erase", id);
    let done = app
        .store
        .erase_person(id, &digest, deed, Timestamp::now())
        .await?;
    done.map_err(refusal)?;
    app.hall.disconnect_user(id).await;
    Ok(StatusCode::NO_CONTENT)
}
