//! Consultations.

use super::{Deed, Store, audit, id, parsed, rooms};
use crate::clock::Timestamp;
use crate::code;
use model::RoomId;
use serde::{Deserialize, Serialize};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::str::FromStr;
use std::time::Duration;
use uuid::Uuid;

/// How long after its planned time, or its making, a consultation may begin.
pub(super) const CODE_LIFE: Duration = Duration::from_secs(24 * 3600);

/// With pictures or without.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    /// With pictures.
    Video,
    /// Sound only.
    Audio,
}

/// Where a consultation is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// The doctor and another have not met yet.
    Pending,
    /// They have.
    Active,
    /// It is over.
    Ended,
    /// It never took place.
    Cancelled,
}

/// A word that the schema does not know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a word of the schema")]
pub(crate) struct UnknownWord;

impl Mode {
    fn as_str(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Audio => "audio",
        }
    }
}

impl FromStr for Mode {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "video" => Ok(Self::Video),
            "audio" => Ok(Self::Audio),
            _ => Err(UnknownWord),
        }
    }
}

impl Status {
    /// Whether nobody can come any more.
    #[must_use]
    pub(crate) fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Cancelled)
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
        }
    }
}

impl FromStr for Status {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "pending" => Ok(Self::Pending),
            "active" => Ok(Self::Active),
            "ended" => Ok(Self::Ended),
            "cancelled" => Ok(Self::Cancelled),
            _ => Err(UnknownWord),
        }
    }
}

/// One visit.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Consultation {
    /// Its id.
    pub id: Uuid,
    /// Its media side.
    pub room: RoomId,
    /// Whose it is.
    pub doctor_id: Uuid,
    /// Their name.
    pub doctor_name: String,
    /// The account it was made for.
    pub patient_id: Option<Uuid>,
    /// With pictures or without.
    pub mode: Mode,
    /// What the doctor calls it.
    pub title: Option<String>,
    /// Where it is in its life.
    pub status: Status,
    /// The conference code.
    pub code: String,
    /// The secret of its link.
    pub share_token: String,
    /// When code and link stop working, if it has not begun.
    pub expires_at: Timestamp,
    /// When it is planned.
    pub starts_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the doctor and another met.
    pub started_at: Option<Timestamp>,
    /// When it ended or was cancelled.
    pub ended_at: Option<Timestamp>,
}

/// A consultation to be.
#[derive(Clone)]
pub(crate) struct NewConsultation {
    /// Whose it is.
    pub doctor_id: Uuid,
    /// The account it is made for.
    pub patient_id: Option<Uuid>,
    /// With pictures or without.
    pub mode: Mode,
    /// What the doctor calls it.
    pub title: Option<String>,
    /// When it is planned.
    pub starts_at: Option<Timestamp>,
}

/// Which consultations to list.
#[derive(Clone, Default)]
pub(crate) struct Filter {
    /// Of this doctor or patient; of everybody if nothing.
    pub of_user: Option<Uuid>,
    /// With this status.
    pub status: Option<Status>,
    /// Made at or after.
    pub from: Option<Timestamp>,
    /// Made before.
    pub to: Option<Timestamp>,
    /// Older than the consultation with this id.
    pub before: Option<Uuid>,
    /// At most so many.
    pub limit: i64,
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
        let mut transaction = self.pool.begin().await?;
        let room = rooms::add(&mut transaction, "consultation", now).await?;
        let (consultation, share_token) = (Uuid::now_v7(), code::share_token());
        sqlx::query(
            "INSERT INTO consultations (id, room_id, doctor_id, patient_id, mode, title, status, code, share_token,
             share_digest, expires_at, starts_at, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, $9, $10, $11, $12)",
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
        .execute(&mut *transaction)
        .await?;
        let deed = Deed::by_user(new.doctor_id, "consultation.create", consultation);
        audit::record(&mut transaction, deed, now).await?;
        let made = one(&mut transaction, consultation).await?;
        transaction.commit().await?;
        made.ok_or(sqlx::Error::RowNotFound)
    }

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
            "SELECT c.*, u.name AS doctor_name FROM consultations c JOIN users u ON u.id = c.doctor_id WHERE c.code = $1",
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
            "SELECT c.*, u.name AS doctor_name FROM consultations c JOIN users u ON u.id = c.doctor_id WHERE c.share_digest = $1",
        )
        .bind(code::digest(token))
        .fetch_optional(&self.pool)
        .await?;
        let found = row.as_ref().map(read).transpose()?;
        Ok(found.filter(|consultation| code::same(&consultation.share_token, token)))
    }

    /// Consultations, newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn consultations(&self, filter: &Filter) -> Result<Vec<Consultation>, sqlx::Error> {
        // Sentinels stand for "any": an untyped NULL parameter is not portable between engines.
        let rows = sqlx::query(
            "SELECT c.*, u.name AS doctor_name FROM consultations c JOIN users u ON u.id = c.doctor_id
             WHERE ($1 = '' OR c.doctor_id = $1 OR c.patient_id = $1) AND ($2 = '' OR c.status = $2)
             AND c.created_at >= $3 AND c.created_at < $4 AND ($5 = '' OR c.id < $5)
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

    /// Changes what a doctor may change of a consultation that is not over; nothing where it is.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn change_consultation(
        &self,
        changed: &Consultation,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Option<Consultation>, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let expires_at = changed.starts_at.unwrap_or(changed.created_at).max(now) + CODE_LIFE;
        let done = sqlx::query(
            "UPDATE consultations SET title = $1, mode = $2, starts_at = $3, expires_at = $4
             WHERE id = $5 AND status IN ('pending', 'active')",
        )
        .bind(changed.title.clone())
        .bind(changed.mode.as_str())
        .bind(changed.starts_at.map(|time| time.0))
        .bind(expires_at.0)
        .bind(changed.id.to_string())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        audit::record(&mut transaction, deed, now).await?;
        let changed = one(&mut transaction, changed.id).await?;
        transaction.commit().await?;
        Ok(changed)
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
        let done = sqlx::query(
            "UPDATE consultations SET status = 'active', started_at = $1 WHERE id = $2 AND status = 'pending'",
        )
        .bind(now.0)
        .bind(consultation.to_string())
        .execute(&self.pool)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        self.consultation(consultation).await
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
        let mut transaction = self.pool.begin().await?;
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
        transaction.commit().await?;
        Ok(closed)
    }
}

async fn one(
    connection: &mut AnyConnection,
    consultation: Uuid,
) -> Result<Option<Consultation>, sqlx::Error> {
    let row = sqlx::query(
        "SELECT c.*, u.name AS doctor_name FROM consultations c JOIN users u ON u.id = c.doctor_id WHERE c.id = $1",
    )
    .bind(consultation.to_string())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &AnyRow) -> Result<Consultation, sqlx::Error> {
    let time = |column| -> Result<Option<Timestamp>, sqlx::Error> {
        Ok(row.try_get::<Option<i64>, &str>(column)?.map(Timestamp))
    };
    let patient: Option<String> = row.try_get("patient_id")?;
    Ok(Consultation {
        id: id(row, "id")?,
        room: RoomId(id(row, "room_id")?),
        doctor_id: id(row, "doctor_id")?,
        doctor_name: row.try_get("doctor_name")?,
        patient_id: patient.as_deref().map(parsed).transpose()?,
        mode: parsed(&row.try_get::<String, _>("mode")?)?,
        title: row.try_get("title")?,
        status: parsed(&row.try_get::<String, _>("status")?)?,
        code: row.try_get("code")?,
        share_token: row.try_get("share_token")?,
        expires_at: Timestamp(row.try_get("expires_at")?),
        starts_at: time("starts_at")?,
        created_at: Timestamp(row.try_get("created_at")?),
        started_at: time("started_at")?,
        ended_at: time("ended_at")?,
    })
}
