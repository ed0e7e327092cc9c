//! Answers that are given again to the same request.

use super::Store;
use crate::clock::Timestamp;
use sqlx::Row;
use std::time::Duration;

/// How long an answer is kept.
const LIFE: Duration = Duration::from_secs(24 * 3600);
/// After which time a request that was not answered never will be: the server ended meanwhile.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is known of a request when it comes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Asked {
    /// Nothing; it is now being answered.
    First,
    /// The same key came with another request.
    Other,
    /// It is being answered.
    Meanwhile,
    /// What was answered: the status, the sealed body.
    Before(u16, String),
}

impl Store {
    /// Notes that a request came; `request` tells it from others with the same key.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn ask_once(
        &self,
        digest: &str,
        request: &str,
        now: Timestamp,
    ) -> Result<Asked, sqlx::Error> {
        let mut writing = self.begin().await?;
        sqlx::query(
            "DELETE FROM idempotent_answers WHERE created_at < $1 OR (status = 0 AND created_at < $2)",
        )
        .bind((now - LIFE).0)
        .bind((now - PATIENCE).0)
        .execute(&mut *writing)
        .await?;
        let known = sqlx::query("SELECT request, status, answer FROM idempotent_answers WHERE digest = $1")
            .bind(digest.to_owned())
            .fetch_optional(&mut *writing)
            .await?;
        if let Some(row) = known {
            let status: i64 = row.try_get("status")?;
            return Ok(match u16::try_from(status).unwrap_or_default() {
                _ if row.try_get::<String, _>("request")? != request => Asked::Other,
                0 => Asked::Meanwhile,
                status => Asked::Before(status, row.try_get("answer")?),
            });
        }
        sqlx::query("INSERT INTO idempotent_answers (digest, request, status, answer, created_at) VALUES ($1, $2, 0, '', $3)")
            .bind(digest.to_owned())
            .bind(request.to_owned())
            .bind(now.0)
            .execute(&mut *writing)
            .await?;
        writing.commit().await?;
        Ok(Asked::First)
    }

    /// Keeps what was answered.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn keep_answer(
        &self,
        digest: &str,
        status: u16,
        sealed: String,
    ) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE idempotent_answers SET status = $1, answer = $2 WHERE digest = $3")
            .bind(i64::from(status))
            .bind(sealed)
            .bind(digest.to_owned())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Forgets a request that made nothing, so that it can be tried again.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn forget_request(&self, digest: &str) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM idempotent_answers WHERE digest = $1 AND status = 0")
            .bind(digest.to_owned())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
