//! Messages that were not sent yet.

use crate::app::App;
use crate::caller::Administrator;
use crate::clock::Timestamp;
use crate::error::Failure;
use crate::store::{Channel, Unsent};
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;
use uuid::Uuid;

/// Messages shown at most.
const MOST: i64 = 200;

/// A message that was not sent yet.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = UnsentMessage)]
pub(crate) struct View {
    /// Its id.
    id: Uuid,
    /// How it travels.
    channel: Channel,
    /// `account_invitation`, `password_reset`, `consultation_invitation` or `reminder`.
    purpose: String,
    /// The id of the account, the consultation or the invitation that it is about.
    about: Uuid,
    /// `waiting`, or `failed` for good.
    state: &'static str,
    /// What was amiss last: `refused`, `unreachable` or `expired`.
    failure: Option<String>,
    /// How often it was tried.
    attempts: i64,
    /// When it was written.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it is tried next; `null` when it is not.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Timestamp>,
}

/// Messages that were not sent yet.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = UnsentMessages)]
pub(crate) struct List {
    /// Newest first, at most 200.
    items: Vec<View>,
}

impl From<Unsent> for View {
    fn from(unsent: Unsent) -> Self {
        let failed = unsent.failed_at.is_some();
        Self {
            id: unsent.id,
            channel: unsent.channel,
            purpose: unsent.purpose,
            about: unsent.about,
            state: if failed { "failed" } else { "waiting" },
            failure: unsent.failure,
            attempts: unsent.attempts,
            created_at: unsent.created_at,
            due_at: (!failed).then_some(unsent.due_at),
        }
    }
}

/// List messages that wait to be sent or were given up
#[utoipa::path(get, path = "/api/v1/outbox", tag = "accounts", security(("access" = [])), responses(
    (status = 200, description = "Without names, addresses and texts; a sent message leaves no trace, a given-up one stays for 30 days", body = List),
    (status = 403, description = "`forbidden`: administrators alone"),
))]
pub(crate) async fn list(State(app): State<Arc<App>>, _: Administrator) -> Result<axum::Json<List>, Failure> {
    let unsent = app.store.unsent(MOST).await?;
    Ok(axum::Json(List {
        items: unsent.into_iter().map(View::from).collect(),
    }))
}
