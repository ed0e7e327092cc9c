//! Browsers that are signed in.

use super::{Deed, Store, audit, id, push_subscriptions};
use crate::clock::Timestamp;
use crate::code;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::time::Duration;
use uuid::Uuid;

/// How long a browser stays signed in without use.
pub(super) const LIFE: Duration = Duration::from_secs(12 * 3600);

/// Two tabs that refresh at once both succeed within this time, with what one of them got.
const OVERLAP: Duration = Duration::from_secs(30);

/// What a refresh token was good for.
pub(crate) struct Refreshed {
    /// Who is signed in.
    pub user_id: Uuid,
    /// The session.
    pub session: Uuid,
    /// The token to keep from now on; nothing where another tab has it already.
    pub next: Option<String>,
}

/// A browser that is signed in.
pub(crate) struct RefreshSession {
    /// Its id.
    pub id: Uuid,
    /// What it calls itself.
    pub device: String,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it was last heard of, to some minutes.
    pub used_at: Timestamp,
}

impl Store {
    /// Signs a browser in; gives the session and its refresh token.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn begin_refresh_session(
        &self,
        user: Uuid,
        device: &str,
        now: Timestamp,
    ) -> Result<Refreshed, sqlx::Error> {
        let (session, token) = (Uuid::now_v7(), code::share_token());
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM refresh_sessions WHERE expires_at < $1")
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO refresh_sessions (id, user_id, digest, rotated_at, expires_at, created_at, device)
             VALUES ($1, $2, $3, $4, $5, $4, $6)",
        )
        .bind(session.to_string())
        .bind(user.to_string())
        .bind(code::digest(&token))
        .bind(now.0)
        .bind((now + LIFE).0)
        .bind(device.to_owned())
        .execute(&mut *transaction)
        .await?;
        audit::record(&mut transaction, Deed::by_user(user, "user.login", user), now).await?;
        transaction.commit().await?;
        Ok(Refreshed {
            user_id: user,
            session,
            next: Some(token),
        })
    }

    /// The browsers in which a user is signed in, last used first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn refresh_sessions(
        &self,
        user: Uuid,
        now: Timestamp,
    ) -> Result<Vec<RefreshSession>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT id, device, created_at, rotated_at FROM refresh_sessions WHERE user_id = $1 AND expires_at >= $2
             ORDER BY rotated_at DESC, id DESC LIMIT 100",
        )
        .bind(user.to_string())
        .bind(now.0)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Signs a user out of one browser; whether there was one.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn revoke_refresh_session(
        &self,
        user: Uuid,
        session: Uuid,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query("DELETE FROM refresh_sessions WHERE id = $1 AND user_id = $2")
            .bind(session.to_string())
            .bind(user.to_string())
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        push_subscriptions::forget_session(&mut transaction, session).await?;
        audit::record(
            &mut transaction,
            Deed::by_user(user, "session.revoke", session),
            now,
        )
        .await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Uses a refresh token up. One that was used before is good as long as nobody used what was given for it: the answer was
    /// lost, as when a page is reloaded in the middle, and another is given. Where both are shown in the end, somebody else has
    /// one of them, and the browser is signed out (RFC 9700 section 4.14.2).
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
            "SELECT id, user_id, digest, previous_digest, rotated_at FROM refresh_sessions
             WHERE (digest = $1 OR previous_digest = $1 OR forgone_digest = $1) AND expires_at >= $2",
        )
        .bind(used.clone())
        .bind(now.0)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let session = id(&row, "id")?;
        let user_id = id(&row, "user_id")?;
        let refreshed = |next| Refreshed {
            user_id,
            session,
            next,
        };
        if row.try_get::<String, _>("digest")? == used {
            return Ok(Some(refreshed(self.rotate(session, &used, now).await?)));
        }
        if row.try_get::<Option<String>, _>("previous_digest")? != Some(used.clone()) {
            self.end_refresh_session(token).await?;
            return Ok(None);
        }
        let rotated_at = Timestamp(row.try_get("rotated_at")?);
        if now <= rotated_at + OVERLAP {
            return Ok(Some(refreshed(None)));
        }
        let next = self.give_another(session, rotated_at, now).await?;
        Ok(Some(refreshed(next)))
    }

    /// Signs the browser with this token out.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn end_refresh_session(&self, token: &str) -> Result<(), sqlx::Error> {
        let mut writing = self.begin().await?;
        let ended = sqlx::query(
            "DELETE FROM refresh_sessions WHERE digest = $1 OR previous_digest = $1 OR forgone_digest = $1 RETURNING id",
        )
        .bind(code::digest(token))
        .fetch_all(&mut *writing)
        .await?;
        for row in &ended {
            push_subscriptions::forget_session(&mut writing, id(row, "id")?).await?;
        }
        writing.commit().await
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

    /// Another token in place of the one given at `rotated_at`, which nobody used; nothing where another tab was faster.
    async fn give_another(
        &self,
        session: Uuid,
        rotated_at: Timestamp,
        now: Timestamp,
    ) -> Result<Option<String>, sqlx::Error> {
        let token = code::share_token();
        let done = sqlx::query(
            "UPDATE refresh_sessions SET forgone_digest = digest, digest = $1, rotated_at = $2, expires_at = $3
             WHERE id = $4 AND rotated_at = $5",
        )
        .bind(code::digest(&token))
        .bind(now.0)
        .bind((now + LIFE).0)
        .bind(session.to_string())
        .bind(rotated_at.0)
        .execute(&self.pool)
        .await?;
        Ok((done.rows_affected() == 1).then_some(token))
    }
}

fn read(row: &AnyRow) -> Result<RefreshSession, sqlx::Error> {
    Ok(RefreshSession {
        id: id(row, "id")?,
        device: row.try_get("device")?,
        created_at: Timestamp(row.try_get("created_at")?),
        used_at: Timestamp(row.try_get("rotated_at")?),
    })
}
