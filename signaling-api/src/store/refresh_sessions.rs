//! Browsers that are signed in.

use super::{Store, id};
use crate::clock::Timestamp;
use crate::code;
use sqlx::Row;
use std::time::Duration;
use uuid::Uuid;

/// How long a browser stays signed in without use.
pub(super) const LIFE: Duration = Duration::from_secs(12 * 3600);

/// Two tabs that refresh at once both succeed within this time; after it a used token is a stolen one.
const OVERLAP: Duration = Duration::from_secs(30);

/// What a refresh token was good for.
pub(crate) struct Refreshed {
    /// Who is signed in.
    pub user_id: Uuid,
    /// The token to keep from now on; nothing where another tab has it already.
    pub next: Option<String>,
}

impl Store {
    /// Signs a browser in; gives its refresh token.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn begin_refresh_session(
        &self,
        user: Uuid,
        now: Timestamp,
    ) -> Result<String, sqlx::Error> {
        let token = code::share_token();
        sqlx::query("DELETE FROM refresh_sessions WHERE expires_at < $1")
            .bind(now.0)
            .execute(&self.pool)
            .await?;
        sqlx::query(
            "INSERT INTO refresh_sessions (id, user_id, digest, rotated_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(Uuid::now_v7().to_string())
        .bind(user.to_string())
        .bind(code::digest(&token))
        .bind(now.0)
        .bind((now + LIFE).0)
        .execute(&self.pool)
        .await?;
        Ok(token)
    }

    /// Uses a refresh token up. A token that was used before, and not just now, signs its browser out: somebody else has it.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn refresh(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<Refreshed>, sqlx::Error> {
        let used = code::digest(token);
        let row = sqlx::query(
            "SELECT id, user_id, digest, rotated_at FROM refresh_sessions
             WHERE (digest = $1 OR previous_digest = $1) AND expires_at >= $2",
        )
        .bind(used.clone())
        .bind(now.0)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let session = id(&row, "id")?;
        let user_id = id(&row, "user_id")?;
        if row.try_get::<String, _>("digest")? == used {
            let next = self.rotate(session, &used, now).await?;
            return Ok(Some(Refreshed { user_id, next }));
        }
        if now <= Timestamp(row.try_get("rotated_at")?) + OVERLAP {
            return Ok(Some(Refreshed { user_id, next: None }));
        }
        self.end_refresh_session(token).await?;
        Ok(None)
    }

    /// Signs the browser with this token out.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn end_refresh_session(&self, token: &str) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM refresh_sessions WHERE digest = $1 OR previous_digest = $1")
            .bind(code::digest(token))
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn rotate(&self, session: Uuid, used: &str, now: Timestamp) -> Result<Option<String>, sqlx::Error> {
        let token = code::share_token();
        let done = sqlx::query(
            "UPDATE refresh_sessions SET digest = $1, previous_digest = $2, rotated_at = $3, expires_at = $4
             WHERE id = $5 AND digest = $2",
        )
        .bind(code::digest(&token))
        .bind(used.to_owned())
        .bind(now.0)
        .bind((now + LIFE).0)
        .bind(session.to_string())
        .execute(&self.pool)
        .await?;
        Ok((done.rows_affected() == 1).then_some(token))
    }
}
