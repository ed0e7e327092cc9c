//! Whose devices hear of a message.

use super::Conversation;
use crate::store::{Store, id};
use model::{ParticipantId, RoomId};
use uuid::Uuid;

/// A place of one of the sides, past the door of a living consultation of theirs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Seat {
    /// The account.
    pub user: Uuid,
    /// The room.
    pub room: RoomId,
    /// The place in it.
    pub participant: ParticipantId,
}

impl Store {
    /// Where the accounts of a conversation sit in living consultations between them, and in that of the message.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn seats_of(
        &self,
        conversation: &Conversation,
        consultation: Option<Uuid>,
    ) -> Result<Vec<Seat>, sqlx::Error> {
        let none = Uuid::nil();
        let rows = sqlx::query(
            "SELECT p.id, p.user_id, c.room_id FROM participants p JOIN consultations c ON c.id = p.consultation_id
             WHERE p.lobby = 'accepted' AND c.status IN ('pending', 'active') AND p.user_id IN ($1, $2)
             AND ((c.doctor_id = $1 AND c.patient_id = $2) OR c.id = $3)",
        )
        .bind(conversation.doctor_id.to_string())
        .bind(conversation.patient_id.unwrap_or(none).to_string())
        .bind(consultation.unwrap_or(none).to_string())
        .fetch_all(&self.pool)
        .await?;
        let seat = |row: &sqlx::any::AnyRow| -> Result<Seat, sqlx::Error> {
            Ok(Seat {
                user: id(row, "user_id")?,
                room: RoomId(id(row, "room_id")?),
                participant: ParticipantId(id(row, "id")?),
            })
        };
        rows.iter().map(seat).collect()
    }

    /// The room of a consultation while it lives.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn living_room(&self, consultation: Uuid) -> Result<Option<RoomId>, sqlx::Error> {
        let row = sqlx::query(
            "SELECT room_id FROM consultations WHERE id = $1 AND status IN ('pending', 'active')",
        )
        .bind(consultation.to_string())
        .fetch_optional(&self.pool)
        .await?;
        row.map(|row| id(&row, "room_id").map(RoomId)).transpose()
    }
}
