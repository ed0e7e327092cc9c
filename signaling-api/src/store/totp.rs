//! Second factors.

use super::sealing::TOTP_SECRET;
use super::{Deed, Store, audit};
use crate::clock::Timestamp;
use crate::code;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use uuid::Uuid;

/// An account's secret.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Totp {
    /// In base 32.
    pub secret: String,
    /// Since when it is asked for; nothing until its owner has proved to have it.
    pub confirmed_at: Option<Timestamp>,
}

impl Store {
    /// The secret of an account, confirmed or not.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn totp(&self, user: Uuid) -> Result<Option<Totp>, sqlx::Error> {
        let row = sqlx::query("SELECT secret, confirmed_at FROM totp_secrets WHERE user_id = $1")
            .bind(user.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| self.read_totp(user, &row)).transpose()
    }

    fn read_totp(&self, user: Uuid, row: &AnyRow) -> Result<Totp, sqlx::Error> {
        let sealed: String = row.try_get("secret")?;
        Ok(Totp {
            secret: self.keys.seal.open(TOTP_SECRET, user, &sealed)?,
            confirmed_at: row.try_get::<Option<i64>, _>("confirmed_at")?.map(Timestamp),
        })
    }

    /// Keeps a secret that is yet to be confirmed; whether there was no confirmed one.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn offer_totp(&self, user: Uuid, secret: &str) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "INSERT INTO totp_secrets (user_id, secret) VALUES ($1, $2)
             ON CONFLICT (user_id) DO UPDATE SET secret = $2, last_step = 0 WHERE totp_secrets.confirmed_at IS NULL",
        )
        .bind(user.to_string())
        .bind(self.keys.seal.seal(TOTP_SECRET, user, secret)?)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// From now on the secret is asked for; whether it was not before. `codes` are the recovery codes.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn confirm_totp(
        &self,
        user: Uuid,
        step: u64,
        codes: &[String],
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE totp_secrets SET confirmed_at = $1, last_step = $2 WHERE user_id = $3 AND confirmed_at IS NULL",
        )
        .bind(now.0)
        .bind(i64::try_from(step).unwrap_or(i64::MAX))
        .bind(user.to_string())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        replace_codes(&mut transaction, user, codes).await?;
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Uses the password of a step up; whether it was still good.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn use_totp_step(&self, user: Uuid, step: u64) -> Result<bool, sqlx::Error> {
        let done =
            sqlx::query("UPDATE totp_secrets SET last_step = $1 WHERE user_id = $2 AND last_step < $1")
                .bind(i64::try_from(step).unwrap_or(i64::MAX))
                .bind(user.to_string())
                .execute(&self.pool)
                .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Uses a recovery code up; whether it was still good.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn use_recovery_code(
        &self,
        user: Uuid,
        typed: &str,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let change = sqlx::query("DELETE FROM recovery_codes WHERE digest = $1 AND user_id = $2")
            .bind(digest(user, typed))
            .bind(user.to_string());
        self.change(change, deed, now).await
    }

    /// New recovery codes in the place of those before.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn renew_recovery_codes(
        &self,
        user: Uuid,
        codes: &[String],
        deed: Deed,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        replace_codes(&mut transaction, user, codes).await?;
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await
    }

    /// How many recovery codes are left.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn recovery_codes_left(&self, user: Uuid) -> Result<i64, sqlx::Error> {
        let row = sqlx::query("SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1")
            .bind(user.to_string())
            .fetch_one(&self.pool)
            .await?;
        row.try_get(0)
    }

    /// Nothing but the password is asked for from now on; whether anything else was.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn remove_totp(
        &self,
        user: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query("DELETE FROM totp_secrets WHERE user_id = $1")
            .bind(user.to_string())
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        replace_codes(&mut transaction, user, &[]).await?;
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

async fn replace_codes(
    connection: &mut AnyConnection,
    user: Uuid,
    codes: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM recovery_codes WHERE user_id = $1")
        .bind(user.to_string())
        .execute(&mut *connection)
        .await?;
    for code in codes {
        sqlx::query("INSERT INTO recovery_codes (digest, user_id) VALUES ($1, $2)")
            .bind(digest(user, code))
            .bind(user.to_string())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The account is part of it, so that nobody tries one list on all accounts.
fn digest(user: Uuid, code: &str) -> String {
    code::digest(&format!("{user}:{code}"))
}
