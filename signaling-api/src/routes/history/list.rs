//! The history, page by page.

use super::view::{View, views};
use crate::app::App;
use crate::caller::SignedIn;
use crate::clock::Timestamp;
use crate::error::Failure;
use crate::history::Outcome;
use crate::policy;
use crate::routes::body::Query;
use crate::store::{Period, Status, User};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use std::sync::Arc;
use uuid::Uuid;

/// Consultations on one page.
const PAGE: i64 = 25;
/// Longest text that is looked for, in characters.
const LONGEST_TEXT: usize = 100;
/// Most words of one kind.
const MOST_WORDS: usize = 8;

/// Which consultations.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Which {
    /// Planned, else made, at or after (RFC 3339).
    from: Option<String>,
    /// Planned, else made, before (RFC 3339).
    to: Option<String>,
    /// For this patient's account.
    patient: Option<Uuid>,
    /// With one of these statuses, with commas between them.
    status: Option<String>,
    /// With one of these outcomes, with commas between them.
    outcome: Option<String>,
    /// A part of somebody's name or of the title, or the code.
    q: Option<String>,
}

/// Where a page begins.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct After {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// One page of the history.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = HistoryPage)]
pub(crate) struct Page {
    /// The latest first.
    items: Vec<View>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<String>,
}

/// Look back at consultations
#[utoipa::path(get, path = "/api/v1/history", tag = "history", security(("access" = [])), params(Which, After), responses(
    (status = 200, description = "One page: a doctor's and a patient's own, for administrators all", body = Page),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Query(which): Query<Which>,
    Query(after): Query<After>,
) -> Result<axum::Json<Page>, Failure> {
    let mut period = period(&user, &which, PAGE + 1)?;
    period.before = after.cursor.as_deref().map(place).transpose()?;
    let mut found = app.store.past(&period).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let last = found.last().filter(|_| more);
    let next_cursor = last.map(|last| format!("{}.{}", last.at.0, last.consultation.id));
    let items = views(&app, &user, found).await?;
    Ok(axum::Json(Page { items, next_cursor }))
}

/// What a user asks for.
///
/// # Errors
/// [`Code::Validation`](crate::error::Code::Validation).
pub(super) fn period(user: &User, which: &Which, limit: i64) -> Result<Period, Failure> {
    let text = which.q.clone().unwrap_or_default();
    if text.chars().count() > LONGEST_TEXT || text.chars().any(char::is_control) {
        return Err(Failure::validation(
            "q must be one line of at most 100 characters",
        ));
    }
    Ok(Period {
        whose: policy::history(user),
        from: time("from", which.from.as_deref())?.unwrap_or(Timestamp(i64::MIN)),
        to: time("to", which.to.as_deref())?.unwrap_or(Timestamp(i64::MAX)),
        patient: which.patient,
        statuses: words::<Status>("status", which.status.as_deref())?,
        outcomes: words::<Outcome>("outcome", which.outcome.as_deref())?,
        text,
        before: None,
        limit,
    })
}

/// A time of RFC 3339.
///
/// # Errors
/// [`Code::Validation`](crate::error::Code::Validation).
pub(in crate::routes) fn time(field: &'static str, text: Option<&str>) -> Result<Option<Timestamp>, Failure> {
    let wrong = || Failure::validation(format!("{field} must be a time of RFC 3339"));
    text.map(|text| Timestamp::parse(text).ok_or_else(wrong))
        .transpose()
}

fn words<T: FromStr>(field: &'static str, text: Option<&str>) -> Result<Vec<T>, Failure> {
    let wrong = || Failure::validation(format!("{field} must be known words with commas between them"));
    let words = text.into_iter().flat_map(|text| text.split(','));
    let words: Vec<&str> = words
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS + 1)
        .collect();
    if words.len() > MOST_WORDS {
        return Err(wrong());
    }
    let parsed = words.into_iter().map(|word| word.parse().map_err(|_| wrong()));
    parsed.collect()
}

/// The time and the id in a cursor.
fn place(cursor: &str) -> Result<(Timestamp, Uuid), Failure> {
    let parts = cursor.split_once('.');
    let read = parts.and_then(|(at, id)| Some((Timestamp(at.parse().ok()?), id.parse().ok()?)));
    read.ok_or_else(|| Failure::validation("cursor must be what a page before said"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_cursor_and_no_words_panic(text in ".{0,60}") {
            let _ = place(&text);
            let _ = words::<Status>("status", Some(&text));
        }

        #[test]
        fn a_cursor_is_read_as_it_is_written(at in any::<i64>(), id in any::<u128>()) {
            let id = Uuid::from_u128(id);
            prop_assert_eq!(place(&format!("{at}.{id}")).ok(), Some((Timestamp(at), id)));
        }
    }
}
