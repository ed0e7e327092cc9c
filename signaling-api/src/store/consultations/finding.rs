//! Looking consultations up.

use super::{Consultation, Status};
use crate::clock::Timestamp;
use crate::code;
use crate::store::{Store, Team, id, parsed};
use model::RoomId;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use uuid::Uuid;

/// Most consultations in a queue.
const LONGEST_QUEUE: i64 = 200;

/// Which consultations to list.
#[derive(Clone, Default)]
pub(crate) struct Filter {
    /// Of this doctor or patient; of everybody if nothing.
    pub of_user: Option<Uuid>,
    /// With this status.
    pub status: Option<Status>,
    /// Planned for, or made for now, at or after.
    pub from: Option<Timestamp>,
    /// Planned for, or made for now, before.
    pub to: Option<Timestamp>,
    /// Older than the consultation with this id.
    pub before: Option<Uuid>,
    /// At most so many.
    pub limit: i64,
}

impl Store {
    /// The consultation with this id.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn consultation(&self, consultation: Uuid) -> Result<Option<Consultation>, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        one(&mut connection, consultation).await
    }

    /// The consultation that a code stands for: the living one, else the last that had it.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn consultation_by_code(&self, code: &str) -> Result<Option<Consultation>, sqlx::Error> {
        let row = sqlx::query(concat!(
            "SELECT c.*, u.name AS doctor_name, u.team_id AS doctor_team FROM consultations c JOIN users u ON u.id = c.doctor_id WHERE c.code = $1",
            " ORDER BY CASE WHEN c.status IN ('pending', 'active') THEN 0 ELSE 1 END, c.id DESC LIMIT 1"
        ))
        .bind(code.to_owned())
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// The consultation that a link opens. The look-up is by digest; the token itself is compared in constant time.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn consultation_by_share_token(
        &self,
        token: &str,
    ) -> Result<Option<Consultation>, sqlx::Error> {
        let row = sqlx::query(
            "SELECT c.*, u.name AS doctor_name, u.team_id AS doctor_team FROM consultations c JOIN users u ON u.id = c.doctor_id WHERE c.share_digest = $1",
        )
        .bind(code::digest(token))
        .fetch_optional(&self.pool)
        .await?;
        let found = row.as_ref().map(read).transpose()?;
        Ok(found.filter(|consultation| code::same(&consultation.share_token, token)))
    }

    /// Consultations, newest first; a day's are those planned for it, and those made on it for now.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn consultations(&self, filter: &Filter) -> Result<Vec<Consultation>, sqlx::Error> {
        // Sentinels stand for "any": an untyped NULL parameter is not portable between engines.
        let rows = sqlx::query(
            "SELECT c.*, u.name AS doctor_name, u.team_id AS doctor_team FROM consultations c JOIN users u ON u.id = c.doctor_id
             WHERE ($1 = '' OR c.doctor_id = $1 OR c.patient_id = $1 OR c.colleague_id = $1) AND ($2 = '' OR c.status = $2)
             AND COALESCE(c.starts_at, c.created_at) >= $3 AND COALESCE(c.starts_at, c.created_at) < $4 AND ($5 = '' OR c.id < $5)
             ORDER BY c.id DESC LIMIT $6",
        )
        .bind(filter.of_user.map(|user| user.to_string()).unwrap_or_default())
        .bind(filter.status.map_or("", Status::as_str))
        .bind(filter.from.map_or(i64::MIN, |time| time.0))
        .bind(filter.to.map_or(i64::MAX, |time| time.0))
        .bind(filter.before.map(|before| before.to_string()).unwrap_or_default())
        .bind(filter.limit)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Living consultations in which somebody waits: a doctor's own, then those that their team shares; oldest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn consultations_with_waiting(
        &self,
        doctor: Uuid,
        team: Team,
    ) -> Result<Vec<Consultation>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT c.*, u.name AS doctor_name, u.team_id AS doctor_team FROM consultations c JOIN users u ON u.id = c.doctor_id
             WHERE ((c.status IN ('pending', 'active') AND c.doctor_id = $1)
             OR (c.status = 'pending' AND c.shared_queue = 1 AND COALESCE(u.team_id, '') = $3))
             AND EXISTS (SELECT 1 FROM participants p WHERE p.consultation_id = c.id AND p.lobby = 'waiting')
             ORDER BY CASE WHEN c.doctor_id = $1 THEN 0 ELSE 1 END, c.id LIMIT $2",
        )
        .bind(doctor.to_string())
        .bind(LONGEST_QUEUE)
        .bind(team.0.map(|team| team.to_string()).unwrap_or_default())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }
}

/// The consultation with this id, within a transaction.
pub(in crate::store) async fn one(
    connection: &mut AnyConnection,
    consultation: Uuid,
) -> Result<Option<Consultation>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT c.*, u.name AS doctor_name, u.team_id AS doctor_team FROM consultations c JOIN users u ON u.id = c.doctor_id WHERE c.id = $1",
    )
    .bind(consultation.to_string())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(read).transpose()
}

/// Reads a consultation with its doctor's name.
pub(in crate::store) fn read(row: &AnyRow) -> Result<Consultation, sqlx::Error> {
    let time = |column| -> Result<Option<Timestamp>, sqlx::Error> {
        Ok(row.try_get::<Option<i64>, &str>(column)?.map(Timestamp))
    };
    let user = |column| -> Result<Option<Uuid>, sqlx::Error> {
        let text: Option<String> = row.try_get::<_, &str>(column)?;
        text.as_deref().map(parsed).transpose()
    };
    Ok(Consultation {
        id: id(row, "id")?,
        room: RoomId(id(row, "room_id")?),
        doctor_id: id(row, "doctor_id")?,
        doctor_name: row.try_get("doctor_name")?,
        doctor_team: Team(user("doctor_team")?),
        patient_id: user("patient_id")?,
        colleague_id: user("colleague_id")?,
        mode: parsed(&row.try_get::<String, _>("mode")?)?,
        title: row.try_get("title")?,
        status: parsed(&row.try_get::<String, _>("status")?)?,
        code: row.try_get("code")?,
        share_token: row.try_get("share_token")?,
        waiting_room: row.try_get::<i64, _>("waiting_room")? != 0,
        shared_queue: row.try_get::<i64, _>("shared_queue")? != 0,
        expires_at: Timestamp(row.try_get("expires_at")?),
        starts_at: time("starts_at")?,
        created_at: Timestamp(row.try_get("created_at")?),
        started_at: time("started_at")?,
        ended_at: time("ended_at")?,
    })
}
