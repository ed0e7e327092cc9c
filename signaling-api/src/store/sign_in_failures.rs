//! Failed sign-ins in a row.

use super::Store;
use crate::clock::Timestamp;
use sqlx::Row;
use std::time::Duration;

/// Failures in a row that lock an address.
const MOST: i64 = 20;
/// How long it stays locked.
const LOCK: Duration = Duration::from_secs(15 * 60);
/// How long failures are remembered.
const MEMORY: Duration = Duration::from_secs(24 * 3600);

impl Store {
    /// Until when nobody signs in with this address, if it is locked.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn locked_until(
        &self,
        digest: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, sqlx::Error> {
        let row =
            sqlx::query("SELECT locked_until FROM sign_in_failures WHERE digest = $1 AND locked_until > $2")
                .bind(digest.to_owned())
                .bind(now.0)
                .fetch_optional(&self.pool)
                .await?;
        let until = row.map(|row| row.try_get("locked_until").map(Timestamp));
        until.transpose()
    }

    /// Counts a failure; whether it is the one that locks the address.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn count_failure(&self, digest: &str, now: Timestamp) -> Result<bool, sqlx::Error> {
        sqlx::query("DELETE FROM sign_in_failures WHERE last_at < $1")
            .bind(now.0.saturating_sub(MEMORY.as_millis() as i64))
            .execute(&self.pool)
            .await?;
        let row = sqlx::query(
            "INSERT INTO sign_in_failures (digest, failures, last_at) VALUES ($1, 1, $2)
             ON CONFLICT (digest) DO UPDATE SET last_at = $2, failures = sign_in_failures.failures + 1 RETURNING failures",
        )
        .bind(digest.to_owned())
        .bind(now.0)
        .fetch_one(&self.pool)
        .await?;
        let locks = row.try_get::<i64, _>("failures")? >= MOST;
        if locks {
            // The next ones are counted from one.
            sqlx::query("UPDATE sign_in_failures SET locked_until = $1, failures = 0 WHERE digest = $2")
                .bind((now + LOCK).0)
                .bind(digest.to_owned())
                .execute(&self.pool)
                .await?;
        }
        Ok(locks)
    }

    /// Forgets failures, unlocks.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn forget_failures(&self, digest: &str) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM sign_in_failures WHERE digest = $1")
            .bind(digest.to_owned())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
