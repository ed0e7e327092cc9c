//! What outlives the process.

mod api_keys;
mod audit;
mod calls;
mod consultations;
mod contacts;
mod directory;
mod engine;
mod external_identities;
mod folding;
mod history;
mod idempotency;
mod invitations;
mod joins;
mod keys;
mod meetings;
mod messages;
mod network_tests;
mod outbox;
mod participants;
mod password_tokens;
mod personal_data;
mod postgres;
mod push_subscriptions;
mod ratings;
mod recordings;
mod refresh_sessions;
mod reminders;
mod removals;
mod retention;
mod rooms;
mod sealing;
mod sign_in_failures;
mod sqlite;
mod teams;
#[cfg(test)]
pub(crate) mod tests;
mod totp;
#[cfg(test)]
mod upgrade;
mod users;
mod webhooks;
mod writing;

pub(crate) use api_keys::ApiKey;
pub use audit::{AuditFault, Head, NoHead};
pub(crate) use audit::{Deed, Record, Trail};
pub(crate) use calls::{CallRecord, NewCall, Party};
pub(crate) use consultations::{Consultation, Filter, Mode, NewConsultation, Status, Unchanged, UnknownWord};
pub(crate) use directory::{Account, NotChanged, Who};
pub(crate) use engine::look;
pub(crate) use external_identities::Identity;
pub(crate) use history::{Figures, Past, Period, Reading, Visit, Whose};
pub(crate) use idempotency::Asked;
pub(crate) use invitations::{Delivery, Invitation};
pub(crate) use joins::Join;
pub(crate) use keys::Keys;
pub(crate) use meetings::Meeting;
pub(crate) use messages::{
    Before, Conversation, Mark, Message, MessageKind, NewFile, NewMessage, NotPosted, Pair, Range, Scope,
    Seat, SharedFile, Step, Summary, Unmoved,
};
pub(crate) use network_tests::NetworkTest;
pub(crate) use outbox::{Channel, Due, OutboxMessage, Unsent};
pub(crate) use participants::{Coming, Lobby, Participant};
pub(crate) use push_subscriptions::{Addressee, NewSubscription, Whom};
pub(crate) use ratings::Rating;
pub(crate) use recordings::{Closed, Recording, RecordingState};
pub(crate) use refresh_sessions::Refreshed;
pub(crate) use rooms::Room;
pub(crate) use teams::{NotMade, Team, TeamMembers};
pub(crate) use users::{NewUser, User};
pub(crate) use webhooks::{
    Attempt, Delivery as WebhookDelivery, DeliveryState, DisabledFor, DueDelivery, Unkept, Webhook,
};

use crate::clock::Timestamp;
use crate::start::StartError;
use engine::Engine;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyPool, ColumnIndex, Row};
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;
use writing::Writing;

/// The database.
#[derive(Clone)]
pub(crate) struct Store {
    pool: AnyPool,
    engine: Engine,
    keys: Keys,
}

impl Store {
    /// Opens the database, makes it where there is none, brings it up to date; `keys` chain its audit rows, seal its secrets.
    ///
    /// # Errors
    /// It cannot be opened, is damaged, was written by a newer program, or sealed with another key.
    pub(crate) async fn open(database_url: &str, keys: Keys) -> Result<Self, StartError> {
        let engine = Engine::of(database_url)?;
        let pool = engine.connect(database_url).await?;
        let store = Self { pool, engine, keys };
        store.begin_chain().await?;
        store.begin_sealing().await?;
        store.begin_folding().await?;
        Ok(store)
    }

    /// Whether the database answers.
    pub(crate) async fn is_well(&self) -> bool {
        let asked = sqlx::query("SELECT 1").fetch_one(&self.pool);
        let answered = tokio::time::timeout(Duration::from_secs(2), asked).await;
        matches!(answered, Ok(Ok(_)))
    }

    /// Writes the database as it is at one moment to a new file, while others write; whether it is one that this can be done to.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn copy(&self, to: &Path) -> Result<bool, sqlx::Error> {
        if self.engine != Engine::Sqlite {
            return Ok(false);
        }
        sqlx::query(sqlite::COPY)
            .bind(to.display().to_string())
            .execute(&self.pool)
            .await?;
        Ok(true)
    }

    /// Makes one change, with its row of the audit; false where there was nothing to change.
    async fn change(
        &self,
        change: Query<'_, Any, AnyArguments>,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let mut writing = self.begin().await?;
        if change.execute(&mut *writing).await?.rows_affected() == 0 {
            return Ok(false);
        }
        audit::record(&mut writing, deed, now).await?;
        writing.commit().await?;
        Ok(true)
    }

    /// Begins to write, one at a time: see [`Engine::begin`].
    async fn begin(&self) -> Result<Writing, sqlx::Error> {
        let transaction = self.engine.begin(&self.pool).await?;
        Ok(Writing::new(transaction, self.keys.clone()))
    }
}

/// Reads an id.
fn id<I: ColumnIndex<AnyRow>>(row: &AnyRow, column: I) -> Result<Uuid, sqlx::Error> {
    parsed(&row.try_get::<String, _>(column)?)
}

/// Reads a text that the schema confines.
fn parsed<T: std::str::FromStr>(text: &str) -> Result<T, sqlx::Error>
where
    T::Err: std::error::Error + Send + Sync + 'static,
{
    text.parse()
        .map_err(|error: T::Err| sqlx::Error::Decode(Box::new(error)))
}
