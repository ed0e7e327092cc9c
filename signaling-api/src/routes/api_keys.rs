//! Keys of servers, for administrators.

use crate::app::App;
use crate::caller::Administrator;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::routes::body::{Json, Path, line};
use crate::scope::Scope;
use crate::store::ApiKey;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Longest name of a key, in characters.
const LONGEST_NAME: usize = 80;

/// A key to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewApiKey)]
pub(crate) struct Create {
    /// What it is for, at most 80 characters.
    name: String,
    /// What it opens, at least one.
    scopes: Vec<Scope>,
    /// When it ends (RFC 3339); never if nothing is said.
    expires_at: Option<String>,
}

/// A key, without its secret.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = ApiKey)]
pub(crate) struct View {
    /// Its id.
    id: Uuid,
    /// What it is for.
    name: String,
    /// What it opens.
    scopes: Vec<Scope>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it ends.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// When it was last used, to a minute.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
}

/// A key with its secret, this once.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = ApiKeyMade)]
pub(crate) struct Made {
    #[serde(flatten)]
    key: View,
    /// To be shown as `Authorization: Bearer`; it is told once and kept nowhere.
    secret: String,
}

/// All keys.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = ApiKeys)]
pub(crate) struct List {
    /// Newest first, at most 200.
    items: Vec<View>,
}

impl From<ApiKey> for View {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id,
            name: key.name,
            scopes: key.scopes,
            created_at: key.created_at,
            expires_at: key.expires_at,
            last_used_at: key.last_used_at,
        }
    }
}

/// Make a server's key
#[utoipa::path(post, path = "/api/v1/api-keys", tag = "accounts", security(("access" = [])), request_body = Create, responses(
    (status = 201, description = "The key with its secret", body = Made),
    (status = 403, description = "`forbidden`: administrators alone"),
))]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Json(create): Json<Create>,
) -> Result<(StatusCode, axum::Json<Made>), Failure> {
    let name = line("name", &create.name, LONGEST_NAME)?;
    let mut scopes = create.scopes;
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.is_empty() {
        return Err(Failure::validation("scopes must name at least one"));
    }
    let now = Timestamp::now();
    let wrong = || Failure::validation("expires_at must be a time of RFC 3339 that is still to come");
    let expires_at = create
        .expires_at
        .as_deref()
        .map(|text| Timestamp::parse(text).ok_or_else(wrong));
    let expires_at = expires_at.transpose()?;
    if expires_at.is_some_and(|end| end <= now) {
        return Err(wrong());
    }
    let (key, secret) = app
        .store
        .add_api_key(name, scopes, expires_at, admin.id, now)
        .await?;
    let made = Made {
        key: key.into(),
        secret,
    };
    Ok((StatusCode::CREATED, axum::Json(made)))
}

/// List the keys of servers
#[utoipa::path(get, path = "/api/v1/api-keys", tag = "accounts", security(("access" = [])), responses(
    (status = 200, description = "All keys, without their secrets; not the one of the settings", body = List),
    (status = 403, description = "`forbidden`: administrators alone"),
))]
pub(crate) async fn list(State(app): State<Arc<App>>, _: Administrator) -> Result<axum::Json<List>, Failure> {
    let keys = app.store.api_keys().await?;
    Ok(axum::Json(List {
        items: keys.into_iter().map(View::from).collect(),
    }))
}

/// End a server's key
#[utoipa::path(delete, path = "/api/v1/api-keys/{id}", tag = "accounts", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "It opens nothing any more"),
    (status = 403, description = "`forbidden`: administrators alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    if app.store.revoke_api_key(id, admin.id, Timestamp::now()).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Code::NotFound.into())
    }
}
