//! Accounts.

use super::{Deed, Store, Team, audit, id, parsed};
use crate::clock::Timestamp;
use crate::folding::fold;
use crate::language::Language;
use crate::role::UserRole;
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct User {
    /// Its id.
    pub id: Uuid,
    /// The address it signs in with, in lower case.
    pub email: String,
    /// The name that others see.
    pub name: String,
    /// What it is for.
    pub role: UserRole,
    /// The PHC string of its password; empty for those who were never given one.
    pub password_hash: String,
    /// What they read, once that is known.
    pub language: Option<Language>,
    /// With whom a doctor shares.
    pub team: Team,
}

impl User {
    /// Whether the address is a real one: accounts from elsewhere may have none (RFC 6761 section 6.4).
    #[must_use]
    pub(crate) fn can_be_written_to(&self) -> bool {
        !self.email.ends_with(".invalid")
    }
}

/// An account to be.
pub(crate) struct NewUser {
    /// The address to sign in with.
    pub email: String,
    /// The name that others see.
    pub name: String,
    /// What it is for.
    pub role: UserRole,
    /// The PHC string of its password.
    pub password_hash: String,
    /// What its owner reads, if that is known.
    pub language: Option<Language>,
}

impl Store {
    /// Adds an account for an administrator, or for the program itself; nothing where the e-mail address is taken.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_user(
        &self,
        user: NewUser,
        by: Option<Uuid>,
        now: Timestamp,
    ) -> Result<Option<Uuid>, sqlx::Error> {
        let (user_id, folded) = (Uuid::now_v7(), fold(&user.name));
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "INSERT INTO users (id, email, name, role, password_hash, created_at, language, folded_name)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (email) DO NOTHING",
        )
        .bind(user_id.to_string())
        .bind(user.email.to_lowercase())
        .bind(user.name)
        .bind(user.role.as_str())
        .bind(user.password_hash)
        .bind(now.0)
        .bind(user.language.map_or("", Language::as_str))
        .bind(folded)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        let deed = match by {
            Some(admin) => Deed::by_user(admin, "user.create", user_id),
            None => Deed::by("system", "user.create", user_id),
        };
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        Ok(Some(user_id))
    }

    /// Remembers what somebody reads.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn set_language(&self, user: Uuid, language: Language) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE users SET language = $1 WHERE id = $2 AND language <> $1")
            .bind(language.as_str())
            .bind(user.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// The account with this id, unless it is disabled.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn user(&self, user: Uuid) -> Result<Option<User>, sqlx::Error> {
        let row = sqlx::query("SELECT * FROM users WHERE id = $1 AND disabled_at IS NULL")
            .bind(user.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The account with this id, unless it is disabled or was signed out of that session.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn user_of_session(
        &self,
        user: Uuid,
        session: Uuid,
    ) -> Result<Option<User>, sqlx::Error> {
        let row = sqlx::query(
            "SELECT u.* FROM users u
             JOIN refresh_sessions s ON s.user_id = u.id WHERE u.id = $1 AND s.id = $2 AND u.disabled_at IS NULL",
        )
        .bind(user.to_string())
        .bind(session.to_string())
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// The account that signs in with this address, unless it is disabled.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn user_by_email(&self, email: &str) -> Result<Option<User>, sqlx::Error> {
        let row = sqlx::query("SELECT * FROM users WHERE email = $1 AND disabled_at IS NULL")
            .bind(email.to_lowercase())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }
}

fn read(row: &AnyRow) -> Result<User, sqlx::Error> {
    Ok(User {
        id: id(row, "id")?,
        email: row.try_get("email")?,
        name: row.try_get("name")?,
        role: parsed(&row.try_get::<String, _>("role")?)?,
        password_hash: row.try_get("password_hash")?,
        language: row.try_get::<String, _>("language")?.parse().ok(),
        team: Team(
            row.try_get::<Option<String>, _>("team_id")?
                .as_deref()
                .map(parsed)
                .transpose()?,
        ),
    })
}
