//! Accounts as administrators see and change them.

use super::{Deed, Store, audit, id, parsed};
use crate::clock::Timestamp;
use crate::folding::{self, fold};
use crate::role::UserRole;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use uuid::Uuid;

/// An account with what is known of it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Account {
    /// Its id.
    pub id: Uuid,
    /// The address it signs in with, in lower case.
    pub email: String,
    /// The name that others see.
    pub name: String,
    /// What it is for.
    pub role: UserRole,
    /// Whether it has a password.
    pub has_password: bool,
    /// Whether it asks for a second factor.
    pub has_totp: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when nobody signs in with it.
    pub disabled_at: Option<Timestamp>,
}

impl Account {
    /// What administrators change of it.
    #[must_use]
    pub(crate) fn edited(&self) -> (&str, &str, UserRole, bool) {
        (&self.email, &self.name, self.role, self.disabled_at.is_some())
    }
}

/// Which accounts to list.
#[derive(Clone, Default)]
pub(crate) struct Who {
    /// With this role.
    pub role: Option<UserRole>,
    /// Whose name or address contains this.
    pub text: String,
    /// Patients for whom this doctor made a consultation, or whose whole address the doctor knows.
    pub of_doctor: Option<Uuid>,
    /// Also those that are disabled.
    pub with_disabled: bool,
    /// Older than the account with this id.
    pub before: Option<Uuid>,
    /// At most so many.
    pub limit: i64,
}

/// Why an account was not changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NotChanged {
    /// Another account has the address.
    EmailTaken,
    /// It is the last administrator.
    LastAdmin,
    /// There is no such account.
    Unknown,
    /// Somebody else changed it at the same moment.
    Meanwhile,
}

impl Store {
    /// Accounts, newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn accounts(&self, who: &Who) -> Result<Vec<Account>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT u.*, t.confirmed_at AS totp_at FROM users u LEFT JOIN totp_secrets t ON t.user_id = u.id WHERE ($1 = '' OR u.role = $1)
             AND (u.folded_name LIKE $2 ESCAPE '\\' OR u.email LIKE $2 ESCAPE '\\')
             AND ($3 = '' OR u.email = $7 OR EXISTS (SELECT 1 FROM consultations c WHERE c.doctor_id = $3 AND c.patient_id = u.id))
             AND ($4 = 1 OR u.disabled_at IS NULL) AND ($5 = '' OR u.id < $5) ORDER BY u.id DESC LIMIT $6",
        )
        .bind(who.role.map_or("", UserRole::as_str))
        .bind(folding::part(&who.text))
        .bind(who.of_doctor.map(|doctor| doctor.to_string()).unwrap_or_default())
        .bind(i64::from(who.with_disabled))
        .bind(who.before.map(|before| before.to_string()).unwrap_or_default())
        .bind(who.limit)
        .bind(who.text.trim().to_lowercase())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// The account with this id, disabled or not.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn account(&self, user: Uuid) -> Result<Option<Account>, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        one(&mut connection, user).await
    }

    /// Changes an account that is as it was read `before`; a disabled one is signed out everywhere. One administrator always stays.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn change_account(
        &self,
        before: &Account,
        changed: &Account,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Result<Account, NotChanged>, sqlx::Error> {
        let mut transaction = self.begin().await?;
        match one(&mut transaction, before.id).await? {
            None => return Ok(Err(NotChanged::Unknown)),
            Some(other) if other.edited() != before.edited() => return Ok(Err(NotChanged::Meanwhile)),
            Some(_) => {}
        }
        let done =
            sqlx::query("UPDATE users SET email = $1, name = $2, role = $3, disabled_at = $4, folded_name = $6 WHERE id = $5")
                .bind(changed.email.to_lowercase())
                .bind(changed.name.clone())
                .bind(changed.role.as_str())
                .bind(changed.disabled_at.map(|time| time.0))
                .bind(changed.id.to_string())
                .bind(fold(&changed.name))
                .execute(&mut *transaction)
                .await;
        match done {
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                return Ok(Err(NotChanged::EmailTaken));
            }
            other => other.map(drop)?,
        }
        if changed_away(changed) && admins_left(&mut transaction).await? == 0 {
            return Ok(Err(NotChanged::LastAdmin));
        }
        if changed.disabled_at.is_some() {
            for table in ["refresh_sessions", "password_tokens"] {
                sqlx::query(sqlx::AssertSqlSafe(format!(
                    "DELETE FROM {table} WHERE user_id = $1"
                )))
                .bind(changed.id.to_string())
                .execute(&mut *transaction)
                .await?;
            }
        }
        audit::record(&mut transaction, deed, now).await?;
        let account = one(&mut transaction, changed.id).await?;
        transaction.commit().await?;
        Ok(account.ok_or(NotChanged::Unknown))
    }
}

/// Whether the account is, after the change, no administrator who can sign in.
fn changed_away(changed: &Account) -> bool {
    changed.role != UserRole::Admin || changed.disabled_at.is_some()
}

/// How many administrators can sign in.
pub(super) async fn admins_left(connection: &mut AnyConnection) -> Result<i64, sqlx::Error> {
    let row = sqlx::query("SELECT COUNT(*) FROM users WHERE role = 'admin' AND disabled_at IS NULL")
        .fetch_one(connection)
        .await?;
    row.try_get(0)
}

async fn one(connection: &mut AnyConnection, user: Uuid) -> Result<Option<Account>, sqlx::Error> {
    let row = sqlx::query("SELECT u.*, t.confirmed_at AS totp_at FROM users u LEFT JOIN totp_secrets t ON t.user_id = u.id WHERE u.id = $1")
        .bind(user.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &AnyRow) -> Result<Account, sqlx::Error> {
    Ok(Account {
        id: id(row, "id")?,
        email: row.try_get("email")?,
        name: row.try_get("name")?,
        role: parsed(&row.try_get::<String, _>("role")?)?,
        has_password: !row.try_get::<String, _>("password_hash")?.is_empty(),
        has_totp: row.try_get::<Option<i64>, _>("totp_at")?.is_some(),
        created_at: Timestamp(row.try_get("created_at")?),
        disabled_at: row.try_get::<Option<i64>, _>("disabled_at")?.map(Timestamp),
    })
}
