//! Accounts of people who are known elsewhere.

use super::{Deed, NewUser, Store, audit, id};
use crate::clock::Timestamp;
use crate::folding::fold;
use crate::language::Language;
use sqlx::AnyConnection;
use uuid::Uuid;

/// Who somebody is elsewhere.
#[derive(Clone, Copy)]
pub(crate) struct Identity<'a> {
    /// Who says so.
    pub issuer: &'a str,
    /// What they are called there.
    pub subject: &'a str,
}

impl Store {
    /// The account of somebody who is known elsewhere.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn user_of_identity(&self, identity: Identity<'_>) -> Result<Option<Uuid>, sqlx::Error> {
        let row = sqlx::query("SELECT user_id FROM external_identities WHERE issuer = $1 AND subject = $2")
            .bind(identity.issuer.to_owned())
            .bind(identity.subject.to_owned())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(|row| id(row, "user_id")).transpose()
    }

    /// From now on they are who this account is, unless they are somebody already.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn link_identity(
        &self,
        identity: Identity<'_>,
        user: Uuid,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let linked = link(&mut transaction, identity, user, now).await?;
        if linked {
            let deed = Deed::by("system", "user.link", user);
            audit::record(&mut transaction, deed, now).await?;
            transaction.commit().await?;
        }
        Ok(linked)
    }

    /// Makes an account for them; nothing where they have one or its e-mail address is taken.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_user_of_identity(
        &self,
        identity: Identity<'_>,
        new: &NewUser,
        now: Timestamp,
    ) -> Result<Option<Uuid>, sqlx::Error> {
        let user = Uuid::now_v7();
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "INSERT INTO users (id, email, name, role, password_hash, created_at, language, folded_name)
             VALUES ($1, $2, $3, $4, '', $5, $6, $7)
             ON CONFLICT (email) DO NOTHING",
        )
        .bind(user.to_string())
        .bind(new.email.to_lowercase())
        .bind(new.name.clone())
        .bind(new.role.as_str())
        .bind(now.0)
        .bind(new.language.map_or("", Language::as_str))
        .bind(fold(&new.name))
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 || !link(&mut transaction, identity, user, now).await? {
            return Ok(None);
        }
        let deed = Deed::by("system", "user.create", user);
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        Ok(Some(user))
    }
}

async fn link(
    connection: &mut AnyConnection,
    identity: Identity<'_>,
    user: Uuid,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO external_identities (issuer, subject, user_id, created_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (issuer, subject) DO NOTHING",
    )
    .bind(identity.issuer.to_owned())
    .bind(identity.subject.to_owned())
    .bind(user.to_string())
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
