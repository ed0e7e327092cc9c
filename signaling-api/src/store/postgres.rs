//! What PostgreSQL alone needs.

use crate::start::StartError;
use sqlx::migrate::MigrateDatabase;
use sqlx::{Any, AnyConnection, Connection};

/// What each connection is told first.
pub(super) const SETTINGS: &[&str] = &[
    // How long a writer waits for another.
    "SET lock_timeout = '5s'",
    // A row that was acknowledged is on the disk, whatever the server's own settings say.
    "SET synchronous_commit = on",
    // A connection that was left in the middle of a transaction keeps nobody waiting for long.
    "SET idle_in_transaction_session_timeout = '30s'",
];

/// Waits until no other transaction of this database writes, then keeps the turn until its own ends. Each statement after
/// this one sees what the one before left (READ COMMITTED), so there is nothing to be tried again.
pub(super) const TAKE_TURN: &str = "SELECT pg_advisory_xact_lock(7018689)";

/// Begins a transaction that sees nothing of what others commit meanwhile.
pub(super) const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Writes the tables that hold secrets anew without what was removed.
pub(super) const SCRUB: &[&str] = &[
    "VACUUM FULL totp_secrets",
    "VACUUM FULL webhooks",
    "VACUUM FULL outbox",
    "VACUUM FULL push_subscriptions",
];

/// Refuse to change or remove audit rows but those that retention has moved the chain's beginning past.
pub(super) const AUDIT_GUARDS: &[&str] = &[
    "CREATE OR REPLACE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
         IF TG_OP = 'DELETE' AND OLD.seq <= (SELECT MAX(seq) FROM audit_base) THEN RETURN OLD; END IF;
         RAISE EXCEPTION 'audit rows are neither changed nor removed';
     END $$",
    "CREATE OR REPLACE TRIGGER audit_rows_are_kept BEFORE UPDATE OR DELETE ON audit
     FOR EACH ROW EXECUTE FUNCTION audit_refuses()",
    "CREATE OR REPLACE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON audit
     FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()",
];

/// The server knows no database of that name (SQLSTATE).
const NO_DATABASE: &str = "3D000";

/// Makes the database where there is none and the user may.
///
/// # Errors
/// The server does not answer, or refuses.
pub(super) async fn prepare(database_url: &str) -> Result<(), StartError> {
    match AnyConnection::connect(database_url).await {
        Ok(connection) => connection.close().await?,
        Err(error) if is_missing(&error) => Any::create_database(database_url).await?,
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// A connection; nothing where there is no such database.
///
/// # Errors
/// The server does not answer, or refuses.
pub(super) async fn look(database_url: &str) -> Result<Option<AnyConnection>, StartError> {
    match AnyConnection::connect(database_url).await {
        Ok(connection) => Ok(Some(connection)),
        Err(error) if is_missing(&error) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn is_missing(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| code == NO_DATABASE)
}
