//! Meetings of a platform's users.

use super::consultations;
use super::{Consultation, Deed, Store, audit, id};
use crate::clock::Timestamp;
use sqlx::any::AnyRow;
use uuid::Uuid;

const SELECT: &str =
    "SELECT c.*, u.name AS doctor_name, u.team_id AS doctor_team, m.accepted_by FROM meetings m
    JOIN consultations c ON c.id = m.consultation_id JOIN users u ON u.id = c.doctor_id";
/// Most living meetings of one user that are told.
const MOST: i64 = 50;

/// A consultation that a platform made for two.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Meeting {
    /// The consultation.
    pub consultation: Consultation,
    /// Who accepted the offer, and went there at once.
    pub accepted_by: Uuid,
}

impl Store {
    /// Marks a consultation as a meeting.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_meeting(
        &self,
        consultation: Uuid,
        accepted_by: Uuid,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        sqlx::query("INSERT INTO meetings (consultation_id, accepted_by, created_at) VALUES ($1, $2, $3)")
            .bind(consultation.to_string())
            .bind(accepted_by.to_string())
            .bind(now.0)
            .execute(&mut *transaction)
            .await?;
        let deed = Deed::by("server", "meeting.create", consultation);
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await
    }

    /// The meeting with this id, living or over.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn meeting(&self, consultation: Uuid) -> Result<Option<Meeting>, sqlx::Error> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE c.id = $1")))
            .bind(consultation.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// The living meetings of a user, or of everybody; newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn living_meetings(&self, user: Option<Uuid>) -> Result<Vec<Meeting>, sqlx::Error> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} WHERE c.status IN ('pending', 'active')
             AND ($1 = '' OR c.doctor_id = $1 OR c.patient_id = $1 OR c.colleague_id = $1) ORDER BY c.id DESC LIMIT $2"
        )))
        .bind(user.map(|user| user.to_string()).unwrap_or_default())
        .bind(user.map_or(i64::MAX, |_| MOST))
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &AnyRow) -> Result<Meeting, sqlx::Error> {
    Ok(Meeting {
        consultation: consultations::read(row)?,
        accepted_by: id(row, "accepted_by")?,
    })
}
