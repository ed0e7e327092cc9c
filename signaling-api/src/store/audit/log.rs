//! Looking into the audit.

use crate::clock::Timestamp;
use crate::store::Store;
use sqlx::Row;
use sqlx::any::AnyRow;

/// Which rows to list.
#[derive(Clone, Default)]
pub(crate) struct Trail {
    /// Done by this one.
    pub actor: Option<String>,
    /// This deed.
    pub action: Option<String>,
    /// Done to this.
    pub subject: Option<String>,
    /// At or after.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
    /// Before this place in the chain.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: i64,
}

/// A row of the audit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Record {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When it was done.
    pub at: Timestamp,
    /// A user's id, or which part of the server.
    pub actor: String,
    /// What, as `noun.verb`.
    pub action: String,
    /// The id of what it was done to.
    pub subject: String,
    /// `done` or `refused`.
    pub outcome: String,
}

impl Store {
    /// Rows of the audit, newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn audit_trail(&self, trail: &Trail) -> Result<Vec<Record>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT seq, at, actor, action, subject, outcome FROM audit
             WHERE seq < $1 AND ($2 = '' OR actor = $2) AND ($3 = '' OR action = $3) AND ($4 = '' OR subject = $4)
             AND at >= $5 AND at < $6 ORDER BY seq DESC LIMIT $7",
        )
        .bind(trail.before.unwrap_or(i64::MAX))
        .bind(trail.actor.clone().unwrap_or_default())
        .bind(trail.action.clone().unwrap_or_default())
        .bind(trail.subject.clone().unwrap_or_default())
        .bind(trail.from.map_or(i64::MIN, |time| time.0))
        .bind(trail.to.map_or(i64::MAX, |time| time.0))
        .bind(trail.limit)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &AnyRow) -> Result<Record, sqlx::Error> {
    Ok(Record {
        seq: row.try_get("seq")?,
        at: Timestamp(row.try_get("at")?),
        actor: row.try_get("actor")?,
        action: row.try_get("action")?,
        subject: row.try_get("subject")?,
        outcome: row.try_get("outcome")?,
    })
}
