//! What is kept for so long and no longer.

use super::{Deed, Store, audit, id};
use crate::clock::Timestamp;
use sqlx::{AnyConnection, Row};
use uuid::Uuid;

/// Consultations that one transaction removes: others who write wait meanwhile.
const CONSULTATIONS: i64 = 100;
/// Rows of other kinds that one transaction removes.
const ROWS: i64 = 1000;

impl Store {
    /// Removes some consultations that ended, or could begin no more, before `before`, with all that belongs to them; how many.
    /// None is left when it gives 0.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn expire_consultations(
        &self,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<u64, sqlx::Error> {
        let mut writing = self.begin().await?;
        let rows = sqlx::query(
            "SELECT id, room_id FROM consultations WHERE (status IN ('ended', 'cancelled') AND ended_at < $1)
             OR (status = 'pending' AND expires_at < $1) ORDER BY id LIMIT $2",
        )
        .bind(before.0)
        .bind(CONSULTATIONS)
        .fetch_all(&mut *writing)
        .await?;
        for row in &rows {
            let consultation: Uuid = id(row, "id")?;
            remove(&mut writing, consultation, row.try_get("room_id")?).await?;
            let deed = Deed::by("system", "consultation.expire", consultation);
            audit::record(&mut writing, deed, now).await?;
        }
        writing.commit().await?;
        Ok(rows.len() as u64)
    }

    /// Removes some messages that were sent before `before`; how many. Their files are then shown by none, so the next round takes
    /// them away.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn expire_messages(
        &self,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<u64, sqlx::Error> {
        let mut writing = self.begin().await?;
        let done = sqlx::query(
            "DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE sent_at < $1 ORDER BY number LIMIT $2)",
        )
        .bind(before.0)
        .bind(ROWS)
        .execute(&mut *writing)
        .await?;
        if done.rows_affected() > 0 {
            let deed = Deed::by("system", "messages.expire", Uuid::nil());
            audit::record(&mut writing, deed, now).await?;
        }
        writing.commit().await?;
        Ok(done.rows_affected())
    }

    /// Removes some results of network tests that are older than `before`; how many rows.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn expire_network_tests(&self, before: Timestamp) -> Result<u64, sqlx::Error> {
        let done = sqlx::query(
            "DELETE FROM network_test_paths WHERE participant_id IN
             (SELECT participant_id FROM network_test_paths WHERE taken_at < $1 ORDER BY participant_id LIMIT $2)
             AND taken_at < $1",
        )
        .bind(before.0)
        .bind(ROWS)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    /// Removes some of the oldest audit rows, those before the first that is not older than `before`: the chain begins later,
    /// sealed anew. How many.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn expire_audit(&self, before: Timestamp, now: Timestamp) -> Result<u64, sqlx::Error> {
        let mut writing = self.begin().await?;
        let removed = audit::move_beginning(&mut writing, before, ROWS).await?;
        if removed > 0 {
            let deed = Deed::by("system", "audit.expire", Uuid::nil());
            audit::record(&mut writing, deed, now).await?;
        }
        writing.commit().await?;
        Ok(removed)
    }
}

/// Participants, with what they measured, go with the consultation.
async fn remove(connection: &mut AnyConnection, consultation: Uuid, room: String) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM consultations WHERE id = $1")
        .bind(consultation.to_string())
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM rooms WHERE id = $1")
        .bind(room)
        .execute(connection)
        .await?;
    Ok(())
}
