//! Invitations of one person to one consultation.

use super::outbox::{OutboxMessage, post};
use super::{Deed, Store, audit, id, parsed};
use crate::clock::Timestamp;
use crate::code;
use crate::language::Language;
use crate::role::Kind;
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

/// An invitation.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Invitation {
    /// Its id.
    pub id: Uuid,
    /// To what.
    pub consultation_id: Uuid,
    /// As what.
    pub kind: Kind,
    /// Whom; may be empty.
    pub name: String,
    /// Where they are written to; may be empty.
    pub email: String,
    /// Their telephone number; may be empty.
    pub phone: String,
    /// What they read.
    pub language: Language,
    /// Whether the first browser that uses it keeps it.
    pub one_time: bool,
    /// The secret of the link.
    pub token: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was first used.
    pub used_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// What became of its messages.
    pub delivery: Delivery,
}

/// What became of the messages with an invitation's link.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Delivery {
    /// There is none on its way: they were sent, or none was to be.
    Done,
    /// One waits to be sent.
    Waiting,
    /// One was given up.
    Failed,
}

/// With what its messages tell.
const SELECT: &str = "SELECT i.*,
    (SELECT COUNT(*) FROM outbox o WHERE o.about = i.id AND o.failed_at IS NULL) AS waiting,
    (SELECT COUNT(*) FROM outbox o WHERE o.about = i.id AND o.failed_at IS NOT NULL) AS failed FROM invitations i";

impl Store {
    /// Keeps an invitation with its messages; whether the outbox had room.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_invitation(
        &self,
        invitation: &Invitation,
        messages: &[OutboxMessage],
        deed: Deed,
    ) -> Result<bool, sqlx::Error> {
        let now = invitation.created_at;
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO invitations (id, consultation_id, kind, name, email, phone, language, one_time, token, digest, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(invitation.id.to_string())
        .bind(invitation.consultation_id.to_string())
        .bind(invitation.kind.as_str())
        .bind(invitation.name.clone())
        .bind(invitation.email.clone())
        .bind(invitation.phone.clone())
        .bind(invitation.language.as_str())
        .bind(i64::from(invitation.one_time))
        .bind(invitation.token.clone())
        .bind(code::digest(&invitation.token))
        .bind(now.0)
        .execute(&mut *transaction)
        .await?;
        audit::record(&mut transaction, deed, now).await?;
        let there_is_room = post(&mut transaction, messages, now).await?;
        if there_is_room {
            transaction.commit().await?;
        }
        Ok(there_is_room)
    }

    /// A consultation's invitations that were not taken back, oldest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn invitations(&self, consultation: Uuid) -> Result<Vec<Invitation>, sqlx::Error> {
        let sql = format!("{SELECT} WHERE i.consultation_id = $1 AND i.revoked_at IS NULL ORDER BY i.id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(consultation.to_string())
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// The invitation that a link opens, taken back or not. The look-up is by digest; the secret itself is compared in
    /// constant time.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn invitation_by_token(&self, token: &str) -> Result<Option<Invitation>, sqlx::Error> {
        let sql = format!("{SELECT} WHERE i.digest = $1");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(code::digest(token))
            .fetch_optional(&self.pool)
            .await?;
        let found = row.as_ref().map(read).transpose()?;
        Ok(found.filter(|invitation| code::same(&invitation.token, token)))
    }

    /// Uses an invitation from the browser that has the secret `device`; whether it may.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn use_invitation(
        &self,
        invitation: &Invitation,
        device: &str,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE invitations SET used_at = COALESCE(used_at, $1), device_digest = COALESCE(device_digest, $2)
             WHERE id = $3 AND revoked_at IS NULL AND (one_time = 0 OR device_digest IS NULL OR device_digest = $2)",
        )
        .bind(now.0)
        .bind(code::digest(device))
        .bind(invitation.id.to_string())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes an invitation back; whether there was one.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn revoke_invitation(
        &self,
        consultation: Uuid,
        invitation: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE invitations SET revoked_at = $1 WHERE id = $2 AND consultation_id = $3 AND revoked_at IS NULL",
        )
        .bind(now.0)
        .bind(invitation.to_string())
        .bind(consultation.to_string())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        // What was not sent yet leads nowhere now.
        sqlx::query("DELETE FROM outbox WHERE about = $1")
            .bind(invitation.to_string())
            .execute(&mut *transaction)
            .await?;
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        Ok(true)
    }
}

fn read(row: &AnyRow) -> Result<Invitation, sqlx::Error> {
    let time = |column| -> Result<Option<Timestamp>, sqlx::Error> {
        Ok(row.try_get::<Option<i64>, &str>(column)?.map(Timestamp))
    };
    let delivery = match (
        row.try_get::<i64, _>("failed")?,
        row.try_get::<i64, _>("waiting")?,
    ) {
        (0, 0) => Delivery::Done,
        (0, _) => Delivery::Waiting,
        _ => Delivery::Failed,
    };
    Ok(Invitation {
        id: id(row, "id")?,
        consultation_id: id(row, "consultation_id")?,
        kind: parsed(&row.try_get::<String, _>("kind")?)?,
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        phone: row.try_get("phone")?,
        language: row.try_get::<String, _>("language")?.parse().unwrap_or_default(),
        one_time: row.try_get::<i64, _>("one_time")? != 0,
        token: row.try_get("token")?,
        created_at: Timestamp(row.try_get("created_at")?),
        used_at: time("used_at")?,
        revoked_at: time("revoked_at")?,
        delivery,
    })
}
