//! Those who were removed from a call.

use super::{Deed, Store, audit};
use crate::clock::Timestamp;
use uuid::Uuid;

impl Store {
    /// Takes the place of somebody who is in away, whom from now on the door holds back; whether they were in and are not
    /// the doctor. A guest who comes again gets another place, so everybody waits at this door from now on.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn remove_from_call(
        &self,
        consultation: Uuid,
        participant: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let removed = sqlx::query(
            "UPDATE participants SET lobby = 'denied', message = NULL, message_at = NULL, denied_reason = NULL, denied_message = NULL
             WHERE id = $1 AND consultation_id = $2 AND lobby = 'accepted' AND role <> 'doctor'",
        )
        .bind(participant.to_string())
        .bind(consultation.to_string())
        .execute(&mut *transaction)
        .await?;
        if removed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("UPDATE consultations SET waiting_room = 1 WHERE id = $1")
            .bind(consultation.to_string())
            .execute(&mut *transaction)
            .await?;
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
