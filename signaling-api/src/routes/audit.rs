//! Who did what, for administrators.

use crate::app::App;
use crate::caller::Administrator;
use crate::clock::Timestamp;
use crate::error::Failure;
use crate::routes::body::Query;
use crate::routes::consultations::time;
use crate::store::{Deed, Record, Trail};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Rows on one page.
const PAGE: i64 = 100;
/// Longest text to look for, in bytes.
const LONGEST_TEXT: usize = 100;

/// Which rows to list.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Which {
    /// Done by this one: the id of an account, or `guest`, `participant`, `server`, `system`.
    actor: Option<String>,
    /// This deed, as `consultation.create`.
    action: Option<String>,
    /// Done to what has this id.
    subject: Option<String>,
    /// At or after (RFC 3339).
    from: Option<String>,
    /// Before (RFC 3339).
    to: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<i64>,
}

/// A row of the audit: ids, never names.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = AuditRow)]
pub(crate) struct View {
    /// Its place in the chain, from 1.
    seq: i64,
    /// When it was done.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// The id of an account, or `guest`, `participant`, `server`, `system`.
    actor: String,
    /// What, as `noun.verb`.
    action: String,
    /// The id of what it was done to.
    subject: String,
    /// `done`, or `refused` where it was not allowed.
    outcome: String,
}

/// One page of the audit.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = AuditPage)]
pub(crate) struct Page {
    /// Newest first.
    items: Vec<View>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<i64>,
}

impl From<Record> for View {
    fn from(record: Record) -> Self {
        Self {
            seq: record.seq,
            at: record.at,
            actor: record.actor,
            action: record.action,
            subject: record.subject,
            outcome: record.outcome,
        }
    }
}

/// Look into the audit
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", security(("access" = [])), params(Which), responses(
    (status = 200, description = "One page, newest first; the look is written down itself", body = Page),
    (status = 403, description = "`forbidden`: administrators alone"),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    Administrator(admin): Administrator,
    Query(which): Query<Which>,
) -> Result<axum::Json<Page>, Failure> {
    let trail = Trail {
        actor: short("actor", which.actor)?,
        action: short("action", which.action)?,
        subject: short("subject", which.subject)?,
        from: time("from", which.from.as_deref())?,
        to: time("to", which.to.as_deref())?,
        before: which.cursor,
        limit: PAGE + 1,
    };
    let deed = Deed::by_user(admin.id, "audit.list", admin.id);
    app.store.record(deed, Timestamp::now()).await?;
    let mut found = app.store.audit_trail(&trail).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next_cursor = found.last().filter(|_| more).map(|last| last.seq);
    let items = found.into_iter().map(View::from).collect();
    Ok(axum::Json(Page { items, next_cursor }))
}

fn short(field: &'static str, text: Option<String>) -> Result<Option<String>, Failure> {
    match text {
        Some(text) if text.len() > LONGEST_TEXT || text.contains('\0') => Err(Failure::validation(format!(
            "{field} must have at most {LONGEST_TEXT} bytes"
        ))),
        other => Ok(other),
    }
}
