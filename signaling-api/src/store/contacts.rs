//! Who knows whom.

use super::{Store, id, parsed};
use crate::folding;
use crate::role::UserRole;
use crate::store::Party;
use model::{ParticipantId, RoomId};
use sqlx::Row;
use uuid::Uuid;

impl Store {
    /// Whether a doctor ever made, or was called for, a consultation with this patient.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn have_consulted(&self, doctor: Uuid, patient: Uuid) -> Result<bool, sqlx::Error> {
        let row = sqlx::query("SELECT COUNT(*) FROM consultations WHERE doctor_id = $1 AND patient_id = $2")
            .bind(doctor.to_string())
            .bind(patient.to_string())
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get::<i64, _>(0)? > 0)
    }

    /// Those whom a user knows: a doctor their patients and all colleagues, a patient their doctors. By name, whose name
    /// contains `text`.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn contacts(
        &self,
        user: Uuid,
        role: UserRole,
        text: &str,
        limit: i64,
    ) -> Result<Vec<Party>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT u.id, u.name, u.role FROM users u WHERE u.disabled_at IS NULL AND u.id <> $1
             AND u.folded_name LIKE $3 ESCAPE '\\' AND (
             ($2 = 'doctor' AND u.role = 'doctor')
             OR ($2 = 'doctor' AND u.role = 'patient'
                 AND EXISTS (SELECT 1 FROM consultations c WHERE c.doctor_id = $1 AND c.patient_id = u.id))
             OR ($2 = 'patient' AND u.role = 'doctor'
                 AND EXISTS (SELECT 1 FROM consultations c WHERE c.doctor_id = u.id AND c.patient_id = $1)))
             ORDER BY u.name, u.id LIMIT $4",
        )
        .bind(user.to_string())
        .bind(role.as_str())
        .bind(folding::part(text))
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(Party {
                id: id(row, "id")?,
                name: row.try_get("name")?,
                role: parsed(&row.try_get::<String, _>("role")?)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// The places that a user was let into in living consultations, newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn living_places(
        &self,
        user: Uuid,
    ) -> Result<Vec<(RoomId, ParticipantId)>, sqlx::Error> {
        /// Most consultations that somebody is in at once; older ones are seldom gone back to.
        const MOST: i64 = 50;
        let rows = sqlx::query(
            "SELECT p.id, c.room_id FROM participants p JOIN consultations c ON c.id = p.consultation_id
             WHERE p.user_id = $1 AND p.lobby = 'accepted' AND c.status IN ('pending', 'active') ORDER BY p.id DESC LIMIT $2",
        )
        .bind(user.to_string())
        .bind(MOST)
        .fetch_all(&self.pool)
        .await?;
        let read = |row: &sqlx::any::AnyRow| Ok((RoomId(id(row, "room_id")?), ParticipantId(id(row, "id")?)));
        rows.iter().map(read).collect()
    }
}
