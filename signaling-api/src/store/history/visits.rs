//! The people of one consultation, as they were measured.

use crate::clock::Timestamp;
use crate::history::{Attendance, Interval, Seconds};
use crate::store::joins::{Join, read as read_join};
use crate::store::{Store, id};
use model::{Leg, Measurement};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::collections::HashMap;
use uuid::Uuid;

/// Most intervals that are read of one consultation.
const MOST_INTERVALS: i64 = 2000;
/// Most minutes that are read of one consultation.
const MOST_MINUTES: i64 = 5000;

/// A participant with when their media were there.
pub(crate) struct Visit {
    /// The account behind it.
    pub user: Option<Uuid>,
    /// Who, and how far they came in joining.
    pub join: Join,
    /// What the outcome is worked out from.
    pub attendance: Attendance,
}

/// How well somebody's media went in a minute, as it is written down.
pub(crate) struct Reading {
    /// Who.
    pub participant: Uuid,
    /// When the minute began.
    pub started_at: Timestamp,
    /// See `quality_minutes` in the schema.
    pub levels: String,
    /// What was amiss at the worst.
    pub reason: Option<String>,
    /// How far received pictures were stepped down at most.
    pub video: String,
    /// The means of what was measured.
    pub figures: Measurement,
}

impl Store {
    /// The participants of a consultation, in order of arrival.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn visits(&self, consultation: Uuid) -> Result<Vec<Visit>, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        of(&mut connection, consultation).await
    }

    /// How well the media of a consultation's participants went, each one's minutes in order.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn readings(&self, consultation: Uuid) -> Result<Vec<Reading>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT m.* FROM quality_minutes m JOIN participants p ON p.id = m.participant_id
             WHERE p.consultation_id = $1 ORDER BY m.participant_id, m.started_at LIMIT $2",
        )
        .bind(consultation.to_string())
        .bind(MOST_MINUTES)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read_minute).collect()
    }

    /// How well it went for the participants of a consultation, for one account's alone if one is named.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn levels(
        &self,
        consultation: Uuid,
        user: Option<Uuid>,
    ) -> Result<Vec<Seconds>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT m.participant_id, m.levels FROM quality_minutes m JOIN participants p ON p.id = m.participant_id
             WHERE p.consultation_id = $1 AND ($2 = '' OR p.user_id = $2) LIMIT $3",
        )
        .bind(consultation.to_string())
        .bind(user.map(|user| user.to_string()).unwrap_or_default())
        .bind(MOST_MINUTES)
        .fetch_all(&self.pool)
        .await?;
        let mut people: HashMap<Uuid, Seconds> = HashMap::new();
        for row in &rows {
            let letters: String = row.try_get("levels")?;
            people
                .entry(id(row, "participant_id")?)
                .or_default()
                .add(&letters);
        }
        Ok(people.into_values().collect())
    }
}

/// The participants of a consultation within a transaction.
pub(super) async fn of(
    connection: &mut AnyConnection,
    consultation: Uuid,
) -> Result<Vec<Visit>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT p.*, r.started_at AS present_from, r.ended_at AS present_to, said.rating, said.comment
         FROM participants p LEFT JOIN presence r ON r.participant_id = p.id
         LEFT JOIN ratings said ON said.participant_id = p.id
         WHERE p.consultation_id = $1 ORDER BY p.id, r.started_at LIMIT $2",
    )
    .bind(consultation.to_string())
    .bind(MOST_INTERVALS)
    .fetch_all(connection)
    .await?;
    let mut visits: Vec<Visit> = Vec::new();
    for row in &rows {
        let participant = id(row, "id")?;
        if visits.last().is_none_or(|last| last.join.id != participant) {
            visits.push(read(row)?);
        }
        let from: Option<i64> = row.try_get("present_from")?;
        let to: Option<i64> = row.try_get("present_to")?;
        if let (Some(visit), Some((from, to))) = (visits.last_mut(), from.zip(to)) {
            visit.attendance.present.push(Interval { from, to });
        }
    }
    Ok(visits)
}

fn read(row: &AnyRow) -> Result<Visit, sqlx::Error> {
    let join = read_join(row)?;
    let user: Option<String> = row.try_get("user_id")?;
    let waiting: Option<i64> = row.try_get("waiting_since")?;
    Ok(Visit {
        user: user.as_deref().map(crate::store::parsed).transpose()?,
        attendance: Attendance {
            role: join.role,
            stage: join.diagnosis.stage,
            waiting_since: waiting.map(Timestamp),
            present: Vec::new(),
        },
        join,
    })
}

fn read_minute(row: &AnyRow) -> Result<Reading, sqlx::Error> {
    Ok(Reading {
        participant: id(row, "participant_id")?,
        started_at: Timestamp(row.try_get("started_at")?),
        levels: row.try_get("levels")?,
        reason: row.try_get("reason")?,
        video: row.try_get("video")?,
        figures: Measurement {
            round_trip: figure(row, "round_trip")?,
            up: leg(row, "up")?,
            down: leg(row, "down")?,
        },
    })
}

fn leg(row: &AnyRow, way: &str) -> Result<Leg, sqlx::Error> {
    let figure = |name: &str| figure(row, &format!("{name}_{way}"));
    Ok(Leg {
        loss: figure("loss")?,
        jitter: figure("jitter")?,
        sound: figure("sound")?,
        picture: figure("picture")?,
        video: figure("video")?,
        frozen: figure("frozen")?,
        missing: figure("missing")?,
    })
}

fn figure(row: &AnyRow, column: &str) -> Result<Option<u16>, sqlx::Error> {
    let figure: Option<i64> = row.try_get(column)?;
    Ok(figure.and_then(|figure| u16::try_from(figure).ok()))
}
