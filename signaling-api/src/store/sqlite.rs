//! What a SQLite file alone needs.

use crate::start::StartError;
use sqlx::{AnyConnection, Connection, Row};
use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// How long a writer waits for another.
const BUSY: &str = "PRAGMA busy_timeout = 5000";

/// What each connection is told first.
pub(super) const SETTINGS: &[&str] = &[
    BUSY,
    "PRAGMA journal_mode = WAL",
    // A row that was acknowledged is on the disk.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
];

/// Begins a transaction that will write: one that only reads at first could not wait for its turn later.
pub(super) const BEGIN: &str = "BEGIN IMMEDIATE";

/// Writes all to a new file, without keeping others waiting.
pub(super) const COPY: &str = "VACUUM INTO $1";

/// Writes the file anew without what was removed, then empties the log of writes.
pub(super) const SCRUB: &[&str] = &["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"];

/// Refuse to change or remove audit rows but those that retention has moved the chain's beginning past, and to put one in the
/// place of another, which SQLite does without asking the trigger for removals.
pub(super) const AUDIT_GUARDS: &[&str] = &[
    "CREATE TRIGGER IF NOT EXISTS audit_rows_stay_as_they_are BEFORE UPDATE ON audit
     BEGIN SELECT RAISE(ABORT, 'audit rows are not changed'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_rows_are_kept BEFORE DELETE ON audit
     WHEN OLD.seq IS NULL OR OLD.seq > (SELECT COALESCE(MAX(seq), 0) FROM audit_base)
     BEGIN SELECT RAISE(ABORT, 'audit rows are not removed'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_rows_are_not_replaced BEFORE INSERT ON audit
     WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id OR seq = NEW.seq)
     BEGIN SELECT RAISE(ABORT, 'audit rows are not replaced'); END",
];

/// Makes the file where there is none, looks for damage.
///
/// # Errors
/// It cannot be made, or is damaged.
pub(super) async fn prepare(database_url: &str) -> Result<(), StartError> {
    let file = file_of(database_url);
    make_file(Path::new(file)).map_err(|error| StartError::DatabaseFile {
        path: file.into(),
        error,
    })?;
    check(database_url).await
}

/// A connection to a file that was looked at for damage; nothing where there is none. Where SQLite left no log of writes, the
/// file is read as one that nobody changes, so that no companion file is made under another owner than the server's.
///
/// # Errors
/// It cannot be read, or is damaged.
pub(super) async fn look(database_url: &str) -> Result<Option<AnyConnection>, StartError> {
    let file = file_of(database_url);
    if !Path::new(file).exists() {
        return Ok(None);
    }
    let still = !Path::new(&format!("{file}-wal")).exists();
    let url = format!("sqlite://{file}?mode=ro&immutable={still}");
    check(&url).await?;
    Ok(Some(AnyConnection::connect(&url).await?))
}

fn file_of(database_url: &str) -> &str {
    let file = database_url.strip_prefix("sqlite://").unwrap_or(database_url);
    file.split('?').next().unwrap_or_default()
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
