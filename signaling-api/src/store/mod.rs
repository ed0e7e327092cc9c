//! What outlives the process.

mod api_keys;
mod audit;
mod calls;
mod consultations;
mod contacts;
mod directory;
mod joins;
mod meetings;
mod network_tests;
mod participants;
mod password_tokens;
mod refresh_sessions;
mod rooms;
mod sign_in_failures;
#[cfg(test)]
mod tests;
mod users;

pub(crate) use api_keys::ApiKey;
pub(crate) use audit::Deed;
pub(crate) use calls::{CallRecord, NewCall, Party};
pub(crate) use consultations::{Consultation, Filter, Mode, NewConsultation, Status};
pub(crate) use directory::{Account, NotChanged, Who};
pub(crate) use joins::Join;
pub(crate) use meetings::Meeting;
pub(crate) use network_tests::NetworkTest;
pub(crate) use participants::{Coming, Lobby, Participant};
pub(crate) use refresh_sessions::Refreshed;
pub(crate) use rooms::Room;
pub(crate) use users::{NewUser, User};

use crate::database_state::DatabaseState;
use crate::start::StartError;
use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::{AnyConnection, AnyPool, ColumnIndex, Connection, Row};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

/// Most connections; SQLite has one writer at a time anyway.
const CONNECTIONS: u32 = 8;
/// How long a writer waits for another.
const BUSY: &str = "PRAGMA busy_timeout = 5000";

static SQLITE: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// The database.
#[derive(Clone)]
pub(crate) struct Store {
    pool: AnyPool,
}

impl Store {
    /// Opens the database, makes it where there is none, brings it up to date.
    ///
    /// # Errors
    /// It cannot be opened, is damaged, or was written by a newer program.
    pub(crate) async fn open(database_url: &str) -> Result<Self, StartError> {
        let file = file_of(database_url)?;
        make_file(Path::new(file)).map_err(|error| StartError::DatabaseFile {
            path: file.into(),
            error,
        })?;
        sqlx::any::install_default_drivers();
        check(database_url).await?;
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(Duration::from_secs(5))
            .after_connect(|connection, _| {
                Box::pin(async move {
                    for pragma in [
                        BUSY,
                        "PRAGMA journal_mode = WAL",
                        // A row that was acknowledged is on the disk.
                        "PRAGMA synchronous = FULL",
                        "PRAGMA foreign_keys = ON",
                    ] {
                        sqlx::query(pragma).execute(&mut *connection).await?;
                    }
                    Ok(())
                })
            })
            .connect(database_url)
            .await?;
        let store = Self { pool };
        SQLITE.run(&store.pool).await.map_err(|error| match error {
            sqlx::migrate::MigrateError::VersionMissing(_) => StartError::DatabaseNewer,
            other => StartError::Migration(other.to_string()),
        })?;
        Ok(store)
    }

    /// Whether the database answers.
    pub(crate) async fn is_well(&self) -> bool {
        let asked = sqlx::query("SELECT 1").fetch_one(&self.pool);
        let answered = tokio::time::timeout(Duration::from_secs(2), asked).await;
        matches!(answered, Ok(Ok(_)))
    }
}

/// See [`database_state`](crate::database_state::database_state). Where SQLite left no log of writes, the file is read as
/// one that nobody changes, so that no companion file is made under another owner than the server's.
pub(crate) async fn look(database_url: &str) -> Result<DatabaseState, StartError> {
    let file = file_of(database_url)?;
    if !Path::new(file).exists() {
        return Ok(DatabaseState::Absent);
    }
    let still = !Path::new(&format!("{file}-wal")).exists();
    let url = format!("sqlite://{file}?mode=ro&immutable={still}");
    sqlx::any::install_default_drivers();
    check(&url).await?;
    let mut connection = AnyConnection::connect(&url).await?;
    let newest = sqlx::query("SELECT max(version) FROM _sqlx_migrations");
    // A file that holds nothing yet has no such table.
    let newest: Option<i64> = match newest.fetch_one(&mut connection).await {
        Ok(row) => row.try_get(0)?,
        Err(_) => None,
    };
    let known = SQLITE.iter().map(|migration| migration.version).max();
    if newest > known {
        return Err(StartError::DatabaseNewer);
    }
    Ok(DatabaseState::Sound)
}

fn file_of(database_url: &str) -> Result<&str, StartError> {
    let file = database_url
        .strip_prefix("sqlite://")
        .ok_or(StartError::DatabaseKind)?;
    Ok(file.split('?').next().unwrap_or_default())
}

/// Looks for damage on a connection of its own: a pool would try again and again, then tell of its patience.
async fn check(database_url: &str) -> Result<(), StartError> {
    let damaged = |error: sqlx::Error| StartError::DatabaseDamaged(error.to_string());
    let mut connection = AnyConnection::connect(database_url).await.map_err(damaged)?;
    sqlx::query(BUSY)
        .execute(&mut connection)
        .await
        .map_err(damaged)?;
    let row = sqlx::query("PRAGMA quick_check(1)")
        .fetch_one(&mut connection)
        .await;
    let verdict: String = row.and_then(|row| row.try_get(0)).map_err(damaged)?;
    connection.close().await.map_err(damaged)?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(StartError::DatabaseDamaged(verdict))
    }
}

/// Makes the database file so that its owner alone can read it; SQLite gives its side files the same mode.
fn make_file(path: &Path) -> std::io::Result<()> {
    if let Some(directory) = path
        .parent()
        .filter(|directory| !directory.as_os_str().is_empty())
    {
        std::fs::create_dir_all(directory)?;
    }
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path);
    file.map(drop)
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
