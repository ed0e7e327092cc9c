//! Who did what.

use super::Store;
use crate::clock::Timestamp;
use sqlx::AnyConnection;
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
        let mut connection = self.pool.acquire().await?;
        record(&mut connection, deed, now).await
    }
}

/// Writes a deed within the transaction that does it.
pub(super) async fn record(
    connection: &mut AnyConnection,
    deed: Deed,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let outcome = match deed.outcome {
        Outcome::Done => "done",
        Outcome::Refused => "refused",
    };
    sqlx::query(
        "INSERT INTO audit (id, at, actor, action, subject, outcome) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(Uuid::now_v7().to_string())
    .bind(now.0)
    .bind(deed.actor)
    .bind(deed.action)
    .bind(deed.subject)
    .bind(outcome)
    .execute(connection)
    .await?;
    Ok(())
}
