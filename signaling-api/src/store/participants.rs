//! Places that were given out.

use super::{Store, audit, parsed};
use crate::clock::Timestamp;
use crate::role::ParticipantRole;
use crate::store::Deed;
use sqlx::Row;
use uuid::Uuid;

/// A place in a consultation.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Participant {
    /// Its id, which is also the identity in tokens.
    pub id: Uuid,
    /// The name that others see.
    pub display_name: String,
}

impl Store {
    /// The place of a user in a consultation, made at the first coming; a guest gets a new one each time.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn give_place(
        &self,
        consultation: Uuid,
        user: Option<Uuid>,
        role: ParticipantRole,
        display_name: &str,
        now: Timestamp,
    ) -> Result<Participant, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let row = sqlx::query(
            "INSERT INTO participants (id, consultation_id, user_id, role, display_name, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (consultation_id, user_id) DO UPDATE SET display_name = $5
             RETURNING id, display_name",
        )
        .bind(Uuid::now_v7().to_string())
        .bind(consultation.to_string())
        .bind(user.map(|user| user.to_string()))
        .bind(role.as_str())
        .bind(display_name.to_owned())
        .bind(now.0)
        .fetch_one(&mut *transaction)
        .await?;
        let deed = match user {
            Some(user) => Deed::by_user(user, "consultation.join", consultation),
            None => Deed::by("guest", "consultation.join", consultation),
        };
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        Ok(Participant {
            id: parsed(&row.try_get::<String, _>("id")?)?,
            display_name: row.try_get("display_name")?,
        })
    }
}
