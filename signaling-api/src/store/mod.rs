//! What outlives the process.

mod api_keys;
mod audit;
mod calls;
mod consultations;
mod contacts;
mod directory;
mod engine;
mod joins;
mod meetings;
mod messages;
mod network_tests;
mod participants;
mod password_tokens;
mod postgres;
mod ratings;
mod refresh_sessions;
mod removals;
mod rooms;
mod sign_in_failures;
mod sqlite;
#[cfg(test)]
mod tests;
mod totp;
mod users;

pub(crate) use api_keys::ApiKey;
pub(crate) use audit::Deed;
pub(crate) use calls::{CallRecord, NewCall, Party};
pub(crate) use consultations::{Consultation, Filter, Mode, NewConsultation, Status, UnknownWord};
pub(crate) use directory::{Account, NotChanged, Who};
pub(crate) use engine::look;
pub(crate) use joins::Join;
pub(crate) use meetings::Meeting;
pub(crate) use messages::{
    Conversation, Mark, Message, MessageKind, NewMessage, NotPosted, Pair, Range, Scope, Seat, SharedFile,
    Summary,
};
pub(crate) use network_tests::NetworkTest;
pub(crate) use participants::{Coming, Lobby, Participant};
pub(crate) use ratings::Rating;
pub(crate) use refresh_sessions::Refreshed;
pub(crate) use rooms::Room;
pub(crate) use users::{NewUser, User};

use crate::start::StartError;
use engine::Engine;
use sqlx::any::AnyRow;
use sqlx::{Any, AnyPool, ColumnIndex, Row, Transaction};
use std::time::Duration;
use uuid::Uuid;

/// The database.
#[derive(Clone)]
pub(crate) struct Store {
    pool: AnyPool,
    engine: Engine,
}

impl Store {
    /// Opens the database, makes it where there is none, brings it up to date.
    ///
    /// # Errors
    /// It cannot be opened, is damaged, or was written by a newer program.
    pub(crate) async fn open(database_url: &str) -> Result<Self, StartError> {
        let engine = Engine::of(database_url)?;
        let pool = engine.connect(database_url).await?;
        Ok(Self { pool, engine })
    }

    /// Whether the database answers.
    pub(crate) async fn is_well(&self) -> bool {
        let asked = sqlx::query("SELECT 1").fetch_one(&self.pool);
        let answered = tokio::time::timeout(Duration::from_secs(2), asked).await;
        matches!(answered, Ok(Ok(_)))
    }

    /// Begins to write, one at a time: see [`Engine::begin`].
    async fn begin(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        self.engine.begin(&self.pool).await
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
