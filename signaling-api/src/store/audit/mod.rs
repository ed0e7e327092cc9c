//! Who did what.

mod chain;
mod expiry;
mod log;
#[cfg(test)]
mod tests;
mod upgrade;
mod verification;

pub(crate) use chain::AuditKey;
pub use chain::{Head, NoHead};
pub(super) use expiry::move_beginning;
pub(crate) use log::{Record, Trail};
pub use verification::AuditFault;

use super::{Store, writing::Writing};
use crate::clock::Timestamp;
use chain::Entry;
use sqlx::{AnyConnection, Row};
use uuid::Uuid;

/// Whether a deed was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Outcome {
    /// It was.
    Done,
    /// The policy said no.
    Refused,
}

/// Something worth remembering; ids only, no names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Deed {
    /// A user's id, `guest`, `server` or `system`.
    pub actor: String,
    /// What, as `noun.verb`.
    pub action: &'static str,
    /// The id of what it was done to.
    pub subject: String,
    /// Whether it was done.
    pub outcome: Outcome,
}

impl Deed {
    /// A user did it.
    #[must_use]
    pub(crate) fn by_user(user: Uuid, action: &'static str, subject: Uuid) -> Self {
        Self {
            actor: user.to_string(),
            action,
            subject: subject.to_string(),
            outcome: Outcome::Done,
        }
    }

    /// Somebody without an account, a server or the program itself did it.
    #[must_use]
    pub(crate) fn by(actor: &'static str, action: &'static str, subject: Uuid) -> Self {
        Self {
            actor: actor.into(),
            action,
            subject: subject.to_string(),
            outcome: Outcome::Done,
        }
    }

    /// It was not allowed.
    #[must_use]
    pub(crate) fn refused(self) -> Self {
        Self {
            outcome: Outcome::Refused,
            ..self
        }
    }
}

impl Store {
    /// Writes a deed that changed nothing else.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn record(&self, deed: Deed, now: Timestamp) -> Result<(), sqlx::Error> {
        let mut writing = self.begin().await?;
        record(&mut writing, deed, now).await?;
        writing.commit().await
    }

    /// Where the chain ends.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn audit_head(&self) -> Result<Head, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        head(&mut connection).await
    }
}

/// Writes a deed beside what it changes, at the end of the chain.
pub(super) async fn record(writing: &mut Writing, deed: Deed, now: Timestamp) -> Result<(), sqlx::Error> {
    let before = head(writing).await?;
    let outcome = match deed.outcome {
        Outcome::Done => "done",
        Outcome::Refused => "refused",
    };
    let entry = Entry {
        seq: before.seq + 1,
        id: Uuid::now_v7().to_string(),
        at: now.0,
        actor: deed.actor,
        action: deed.action.into(),
        subject: deed.subject,
        outcome: outcome.into(),
    };
    let mac = writing.keys.audit.mac(&before.mac, &entry);
    sqlx::query(
        "INSERT INTO audit (id, at, actor, action, subject, outcome, seq, mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(entry.id)
    .bind(entry.at)
    .bind(entry.actor)
    .bind(entry.action)
    .bind(entry.subject)
    .bind(entry.outcome)
    .bind(entry.seq)
    .bind(mac)
    .execute(&mut **writing)
    .await?;
    Ok(())
}

/// Where the chain ends: at its last row, else where it begins.
async fn head(connection: &mut AnyConnection) -> Result<Head, sqlx::Error> {
    let asked = sqlx::query("SELECT seq, mac FROM audit WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1");
    if let Some(row) = asked.fetch_optional(&mut *connection).await? {
        return Ok(Head {
            seq: row.try_get("seq")?,
            mac: row.try_get("mac")?,
        });
    }
    let base = base(connection).await?;
    Ok(base.map_or_else(Head::none, |(base, _)| base))
}

/// Where the chain begins, with the seal of that; nothing before a chain was begun.
async fn base(connection: &mut AnyConnection) -> Result<Option<(Head, String)>, sqlx::Error> {
    let row = sqlx::query("SELECT seq, mac, seal FROM audit_base WHERE id = 1")
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let base = Head {
        seq: row.try_get("seq")?,
        mac: row.try_get("mac")?,
    };
    Ok(Some((base, row.try_get("seal")?)))
}
