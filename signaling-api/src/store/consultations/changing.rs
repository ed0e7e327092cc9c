//! Making consultations, changing what becomes of them.

use super::finding::one;
use super::{CODE_LIFE, Consultation, NewConsultation, Status};
use crate::clock::Timestamp;
use crate::code;
use crate::folding::fold;
use crate::store::{Deed, Store, audit, history, participants, rooms, webhooks};
use crate::webhooks::{Event, EventType};
use sqlx::AnyConnection;
use std::time::Duration;
use uuid::Uuid;

/// Why a consultation was not changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unchanged {
    /// It is over.
    Over,
    /// Somebody else changed it at the same moment.
    Meanwhile,
}

impl Store {
    /// Makes a consultation with its room, code and link.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_consultation(
        &self,
        new: &NewConsultation,
        now: Timestamp,
    ) -> Result<Consultation, sqlx::Error> {
        // Two living consultations seldom draw the same code; the index refuses it, and another is drawn.
        for _ in 0..8 {
            match self.try_add(new, now).await {
                Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {}
                other => return other,
            }
        }
        Err(sqlx::Error::Protocol("no free conference code".into()))
    }

    async fn try_add(&self, new: &NewConsultation, now: Timestamp) -> Result<Consultation, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let room = rooms::add(&mut transaction, "consultation", now).await?;
        let (consultation, share_token) = (Uuid::now_v7(), code::share_token());
        sqlx::query(
            "INSERT INTO consultations (id, room_id, doctor_id, patient_id, mode, title, status, code, share_token,
             share_digest, expires_at, starts_at, created_at, waiting_room, shared_queue, colleague_id, folded_title)
             VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        )
        .bind(consultation.to_string())
        .bind(room.to_string())
        .bind(new.doctor_id.to_string())
        .bind(new.patient_id.map(|patient| patient.to_string()))
        .bind(new.mode.as_str())
        .bind(new.title.clone())
        .bind(code::generate())
        .bind(share_token.clone())
        .bind(code::digest(&share_token))
        .bind((new.starts_at.unwrap_or(now).max(now) + CODE_LIFE).0)
        .bind(new.starts_at.map(|time| time.0))
        .bind(now.0)
        .bind(i64::from(new.waiting_room))
        .bind(i64::from(new.shared_queue))
        .bind(new.colleague_id.map(|colleague| colleague.to_string()))
        .bind(fold(new.title.as_deref().unwrap_or_default()))
        .execute(&mut *transaction)
        .await?;
        let deed = Deed::by_user(new.doctor_id, "consultation.create", consultation);
        audit::record(&mut transaction, deed, now).await?;
        let made = one(&mut transaction, consultation).await?;
        let made = made.ok_or(sqlx::Error::RowNotFound)?;
        tell(&mut transaction, EventType::ConsultationCreated, &made, now).await?;
        transaction.commit().await?;
        Ok(made)
    }

    /// Changes what a doctor may change of a consultation that is as it was read `before`.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn change_consultation(
        &self,
        before: &Consultation,
        changed: &Consultation,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Result<Consultation, Unchanged>, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let there = one(&mut transaction, before.id).await?;
        if there.is_some_and(|there| there.edited() != before.edited()) {
            return Ok(Err(Unchanged::Meanwhile));
        }
        let expires_at = changed.starts_at.unwrap_or(changed.created_at).max(now) + CODE_LIFE;
        let done = sqlx::query(
            "UPDATE consultations SET title = $1, mode = $2, starts_at = $3, expires_at = $4,
             waiting_room = $5, shared_queue = $6, folded_title = $8 WHERE id = $7 AND status IN ('pending', 'active')",
        )
        .bind(changed.title.clone())
        .bind(changed.mode.as_str())
        .bind(changed.starts_at.map(|time| time.0))
        .bind(expires_at.0)
        .bind(i64::from(changed.waiting_room))
        .bind(i64::from(changed.shared_queue))
        .bind(changed.id.to_string())
        .bind(fold(changed.title.as_deref().unwrap_or_default()))
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(Err(Unchanged::Over));
        }
        history::reopen(&mut transaction, changed.id).await?;
        audit::record(&mut transaction, deed, now).await?;
        let changed = one(&mut transaction, changed.id).await?;
        transaction.commit().await?;
        Ok(changed.ok_or(Unchanged::Over))
    }

    /// Marks that the doctor and another have met; nothing where that was known or it is over.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn begin_consultation(
        &self,
        consultation: Uuid,
        now: Timestamp,
    ) -> Result<Option<Consultation>, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE consultations SET status = 'active', started_at = $1 WHERE id = $2 AND status = 'pending'",
        )
        .bind(now.0)
        .bind(consultation.to_string())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        let begun = one(&mut transaction, consultation).await?;
        if let Some(begun) = &begun {
            tell(&mut transaction, EventType::ConsultationStarted, begun, now).await?;
        }
        transaction.commit().await?;
        Ok(begun)
    }

    /// Ends a living consultation, or cancels a pending one, with its room; nothing where its state forbids that.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn close_consultation(
        &self,
        consultation: &Consultation,
        to: Status,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Option<Consultation>, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE consultations SET status = $1, ended_at = $2
             WHERE id = $3 AND (status = 'pending' OR (status = 'active' AND $1 = 'ended'))",
        )
        .bind(to.as_str())
        .bind(now.0)
        .bind(consultation.id.to_string())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        rooms::close(&mut transaction, consultation.room, now).await?;
        audit::record(&mut transaction, deed, now).await?;
        let closed = one(&mut transaction, consultation.id).await?;
        if let Some(closed) = &closed {
            tell(&mut transaction, EventType::ConsultationEnded, closed, now).await?;
        }
        transaction.commit().await?;
        Ok(closed)
    }

    /// Gives a living consultation to another doctor; nothing where it is over, or `from` has it no more. The one who had it
    /// is out.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn hand_over_consultation(
        &self,
        consultation: &Consultation,
        to: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Option<Consultation>, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE consultations SET doctor_id = $1
             WHERE id = $2 AND doctor_id = $3 AND status = $4 AND status IN ('pending', 'active')",
        )
        .bind(to.to_string())
        .bind(consultation.id.to_string())
        .bind(consultation.doctor_id.to_string())
        .bind(consultation.status.as_str())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        participants::shut_out_doctor(&mut transaction, consultation.id).await?;
        audit::record(&mut transaction, deed, now).await?;
        let handed = one(&mut transaction, consultation.id).await?;
        transaction.commit().await?;
        Ok(handed)
    }
}

async fn tell(
    connection: &mut AnyConnection,
    kind: EventType,
    consultation: &Consultation,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let event = Event::consultation(kind, consultation);
    webhooks::tell(connection, &event, Duration::ZERO, now).await
}
