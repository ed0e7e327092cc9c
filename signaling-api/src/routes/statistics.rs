//! Consultations in figures.

use crate::app::App;
use crate::caller::SignedIn;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::policy;
use crate::routes::body::Query;
use crate::routes::history::time;
use crate::statistics::{Statistics, sum_up};
use axum::extract::State;
use serde::Deserialize;
use std::sync::Arc;

/// Longest time, in milliseconds: a leap year with a day at each end.
const LONGEST: i64 = 368 * DAY;
/// What is summed up if nothing is said, in milliseconds.
const USUAL: i64 = 30 * DAY;
const DAY: i64 = 24 * 3_600_000;
/// Farthest that a clock on earth is from UTC, in minutes.
const FARTHEST: i64 = 14 * 60;

/// Which time.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Which {
    /// Planned, else made, at or after (RFC 3339); thirty days before `to` if nothing is said.
    from: Option<String>,
    /// Planned, else made, before (RFC 3339); now if nothing is said.
    to: Option<String>,
    /// Minutes by which the clock that days are told by is ahead of UTC; 0 if nothing is said.
    utc_offset: Option<i64>,
}

/// Consultations in figures
#[utoipa::path(get, path = "/api/v1/statistics", tag = "history", security(("access" = [])), params(Which), responses(
    (status = 200, description = "A doctor's own, for administrators all", body = Statistics),
    (status = 403, description = "`forbidden`: for doctors and administrators"),
    (status = 422, description = "`validation`, also for more than a year"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
) -> Result<axum::Json<Statistics>, Failure> {
    let whose = policy::statistics(&user).ok_or(Code::Forbidden)?;
    let to = time("to", which.to.as_deref())?.unwrap_or_else(Timestamp::now);
    let from = time("from", which.from.as_deref())?.unwrap_or(Timestamp(to.0 - USUAL));
    if !(0..=LONGEST).contains(&(to.0 - from.0)) {
        return Err(Failure::validation("from must be before to, by at most a year"));
    }
    let offset = which.utc_offset.unwrap_or_default();
    if !(-FARTHEST..=FARTHEST).contains(&offset) {
        return Err(Failure::validation("utc_offset must be within 840 minutes"));
    }
    let figures = app.store.figures(whose, from, to).await?;
    Ok(axum::Json(sum_up(&figures, from, to, offset)))
}
