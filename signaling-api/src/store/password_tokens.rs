//! Secrets of links that set a password.

use super::{Deed, Store, audit, id, push_subscriptions};
use crate::clock::Timestamp;
use crate::code;
use std::time::Duration;
use uuid::Uuid;

impl Store {
    /// A secret that lets its holder set the account's password once; those before it work no more.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_password_token(
        &self,
        user: Uuid,
        life: Duration,
        deed: Deed,
        now: Timestamp,
    ) -> Result<String, sqlx::Error> {
        let token = code::share_token();
        let mut transaction = self.begin().await?;
        sqlx::query("DELETE FROM password_tokens WHERE user_id = $1 OR expires_at < $2")
            .bind(user.to_string())
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("INSERT INTO password_tokens (digest, user_id, expires_at) VALUES ($1, $2, $3)")
            .bind(code::digest(&token))
            .bind(user.to_string())
            .bind((now + life).0)
            .execute(&mut *transaction)
            .await?;
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        Ok(token)
    }

    /// Whose password the secret sets, if it is good.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn password_token_owner(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<Uuid>, sqlx::Error> {
        let row = sqlx::query("SELECT user_id FROM password_tokens WHERE digest = $1 AND expires_at >= $2")
            .bind(code::digest(token))
            .bind(now.0)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(|row| id(row, "user_id")).transpose()
    }

    /// Uses the secret up; whether it was still good.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn use_password_token(&self, token: &str, now: Timestamp) -> Result<bool, sqlx::Error> {
        let done = sqlx::query("DELETE FROM password_tokens WHERE digest = $1 AND expires_at >= $2")
            .bind(code::digest(token))
            .bind(now.0)
            .execute(&self.pool)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Sets a password, uses up the account's secrets, signs its browsers out but for the session `but`.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn set_password(
        &self,
        user: Uuid,
        hash: String,
        but: Option<Uuid>,
        deed: Deed,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        sqlx::query("UPDATE users SET password_hash = $1 WHERE id = $2")
            .bind(hash)
            .bind(user.to_string())
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM password_tokens WHERE user_id = $1")
            .bind(user.to_string())
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM refresh_sessions WHERE user_id = $1 AND id <> $2")
            .bind(user.to_string())
            .bind(but.map(|but| but.to_string()).unwrap_or_default())
            .execute(&mut *transaction)
            .await?;
        push_subscriptions::forget_other_sessions(&mut transaction, user, but).await?;
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await
    }
}
