//! Which consultations people are yet to be reminded of.

use super::consultations::read;
use super::outbox::{OutboxMessage, post};
use super::{Consultation, Store};
use crate::clock::Timestamp;
use std::time::Duration;

impl Store {
    /// Pending consultations that begin within `lead`, were made before that, and of which nobody was reminded yet.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn consultations_to_remind_of(
        &self,
        now: Timestamp,
        lead: Duration,
        most: i64,
    ) -> Result<Vec<Consultation>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT c.*, u.name AS doctor_name, u.team_id AS doctor_team FROM consultations c JOIN users u ON u.id = c.doctor_id
             WHERE c.status = 'pending' AND c.starts_at > $1 AND c.starts_at <= $2 AND c.created_at < c.starts_at - $3
             AND (c.reminded_for IS NULL OR c.reminded_for <> c.starts_at) ORDER BY c.starts_at LIMIT $4",
        )
        .bind(now.0)
        .bind((now + lead).0)
        .bind(lead.as_millis() as i64)
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Keeps the reminders of a consultation, unless somebody else just did or its time has changed.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn keep_reminders(
        &self,
        consultation: &Consultation,
        messages: &[OutboxMessage],
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        let starts_at = consultation.starts_at.map_or(0, |time| time.0);
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE consultations SET reminded_for = $1
             WHERE id = $2 AND starts_at = $1 AND (reminded_for IS NULL OR reminded_for <> $1)",
        )
        .bind(starts_at)
        .bind(consultation.id.to_string())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 1 && post(&mut transaction, messages, now).await? {
            transaction.commit().await?;
        }
        Ok(())
    }
}
