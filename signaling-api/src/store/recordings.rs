//! Recordings of consultations, with what people said when they were asked.

use super::{Deed, Store, audit, id, parsed, webhooks};
use crate::clock::Timestamp;
use crate::webhooks::Event;
use protocol::RecordingEnd;
use serde::Serialize;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::time::Duration;
use uuid::Uuid;

/// Recordings that one round of retention removes.
const ROWS: i64 = 100;

/// How far a recording is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RecordingState {
    /// Not everybody has answered.
    Asked,
    /// Not everybody agreed, or it was over before they did.
    Refused,
    /// It goes on.
    Recording,
    /// It is over, its files are being closed.
    Saving,
    /// It can be played.
    Ready,
    /// There is nothing to play.
    Failed,
}

/// A word that is none of its kind's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no such state of a recording")]
pub(crate) struct NoSuchState;

impl std::str::FromStr for RecordingState {
    type Err = NoSuchState;
    fn from_str(text: &str) -> Result<Self, NoSuchState> {
        Ok(match text {
            "asked" => Self::Asked,
            "refused" => Self::Refused,
            "recording" => Self::Recording,
            "saving" => Self::Saving,
            "ready" => Self::Ready,
            "failed" => Self::Failed,
            _ => return Err(NoSuchState),
        })
    }
}

/// A recording.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Recording {
    /// Also the name of its directory.
    pub id: Uuid,
    /// Of which consultation.
    pub consultation_id: Uuid,
    /// How far it is.
    pub state: RecordingState,
    /// Why there is less than there was to record.
    pub failure: Option<String>,
    /// When the doctor asked.
    pub asked_at: Timestamp,
    /// When everybody had agreed.
    pub started_at: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// Of all its files.
    pub bytes: i64,
    /// Packets that were left out because the disk was slow.
    pub dropped: i64,
}

/// How files of a recording were closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Closed {
    /// How; nothing where the server was gone meanwhile.
    pub end: Option<RecordingEnd>,
    /// Of all its files.
    pub bytes: u64,
    /// Packets that were left out.
    pub dropped: u64,
}

impl Store {
    /// The doctor asks, and so agrees; nothing where a recording goes on or is asked for already.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn ask_recording(
        &self,
        consultation: Uuid,
        doctor: Uuid,
        deed: impl FnOnce(Uuid) -> Deed,
        now: Timestamp,
    ) -> Result<Option<Recording>, sqlx::Error> {
        let mut writing = self.begin().await?;
        let recording = Uuid::now_v7();
        let made = sqlx::query(
            "INSERT INTO recordings (id, consultation_id, state, asked_at, bytes, dropped)
             SELECT $1, $2, 'asked', $3, 0, 0 WHERE NOT EXISTS
             (SELECT 1 FROM recordings WHERE consultation_id = $2 AND state IN ('asked', 'recording'))",
        )
        .bind(recording.to_string())
        .bind(consultation.to_string())
        .bind(now.0)
        .execute(&mut *writing)
        .await?;
        if made.rows_affected() == 0 {
            return Ok(None);
        }
        insert_answer(&mut writing, recording, doctor, true, now).await?;
        audit::record(&mut writing, deed(recording), now).await?;
        writing.commit().await?;
        self.recording(recording).await
    }

    /// Keeps what a participant answers; whether they had said nothing before.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn answer_recording(
        &self,
        recording: Uuid,
        participant: Uuid,
        agreed: bool,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let mut writing = self.begin().await?;
        let is_new = insert_answer(&mut writing, recording, participant, agreed, now).await?;
        if is_new {
            audit::record(&mut writing, deed, now).await?;
            writing.commit().await?;
        }
        Ok(is_new)
    }

    /// Everybody agreed.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn start_recording(&self, recording: Uuid, now: Timestamp) -> Result<bool, sqlx::Error> {
        let change =
            "UPDATE recordings SET state = 'recording', started_at = $2 WHERE id = $1 AND state = 'asked'";
        let deed = Deed::by("system", "recording.start", recording);
        self.move_recording(change, recording, deed, now).await
    }

    /// Somebody did not agree, or it is over before everybody did.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn refuse_recording(
        &self,
        recording: Uuid,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let change =
            "UPDATE recordings SET state = 'refused', ended_at = $2 WHERE id = $1 AND state = 'asked'";
        let deed = Deed::by("system", "recording.lapse", recording);
        self.move_recording(change, recording, deed, now).await
    }

    /// Takes back what was asked in a consultation.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn withdraw_recordings(
        &self,
        consultation: Uuid,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "UPDATE recordings SET state = 'refused', ended_at = $2 WHERE consultation_id = $1 AND state = 'asked'",
        )
        .bind(consultation.to_string())
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Somebody stops it; whether it went on.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn stop_recording(
        &self,
        recording: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let change =
            "UPDATE recordings SET state = 'saving', ended_at = $2 WHERE id = $1 AND state = 'recording'";
        self.move_recording(change, recording, deed, now).await
    }

    /// Its files are closed: it can be played, where there are any. Subscribers are told; whether it was not so before.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn finish_recording(
        &self,
        recording: Uuid,
        closed: Closed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let is_empty = closed.bytes == 0;
        let failure = match closed.end {
            Some(RecordingEnd::DiskFull) => Some("disk_full"),
            Some(RecordingEnd::Failed) => Some("broken"),
            None => Some("interrupted"),
            Some(RecordingEnd::Complete) => is_empty.then_some("empty"),
        };
        let mut writing = self.begin().await?;
        let done = sqlx::query(
            "UPDATE recordings SET state = $2, failure = $3, bytes = $4, dropped = $5, ended_at = COALESCE(ended_at, $6)
             WHERE id = $1 AND state IN ('recording', 'saving')",
        )
        .bind(recording.to_string())
        .bind(if is_empty { "failed" } else { "ready" })
        .bind(failure)
        .bind(i64::try_from(closed.bytes).unwrap_or(i64::MAX))
        .bind(i64::try_from(closed.dropped).unwrap_or(i64::MAX))
        .bind(now.0)
        .execute(&mut *writing)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        let row = sqlx::query("SELECT consultation_id FROM recordings WHERE id = $1")
            .bind(recording.to_string())
            .fetch_one(&mut *writing)
            .await?;
        if !is_empty {
            let event = Event::recording(recording, id(&row, "consultation_id")?);
            webhooks::tell(&mut writing, &event, Duration::ZERO, now).await?;
        }
        let deed = Deed::by("system", "recording.finish", recording);
        audit::record(&mut writing, deed, now).await?;
        writing.commit().await?;
        Ok(true)
    }

    /// Removes one that is over; whether there was such a one.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn remove_recording(
        &self,
        recording: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let change = "DELETE FROM recordings WHERE id = $1 AND state IN ('refused', 'ready', 'failed') AND asked_at <= $2";
        self.move_recording(change, recording, deed, now).await
    }

    /// Removes some that ended before `before`; how many.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn expire_recordings(
        &self,
        before: Timestamp,
        now: Timestamp,
    ) -> Result<u64, sqlx::Error> {
        let mut writing = self.begin().await?;
        let rows = sqlx::query("SELECT id FROM recordings WHERE ended_at < $1 ORDER BY id LIMIT $2")
            .bind(before.0)
            .bind(ROWS)
            .fetch_all(&mut *writing)
            .await?;
        for row in &rows {
            let recording = id(row, "id")?;
            sqlx::query("DELETE FROM recordings WHERE id = $1")
                .bind(recording.to_string())
                .execute(&mut *writing)
                .await?;
            let deed = Deed::by("system", "recording.expire", recording);
            audit::record(&mut writing, deed, now).await?;
        }
        writing.commit().await?;
        Ok(rows.len() as u64)
    }

    /// One recording.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn recording(&self, recording: Uuid) -> Result<Option<Recording>, sqlx::Error> {
        let row = sqlx::query("SELECT * FROM recordings WHERE id = $1")
            .bind(recording.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// Those of a consultation that were made, oldest first: who was asked and did not agree is nobody's business afterwards.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn recordings(&self, consultation: Uuid) -> Result<Vec<Recording>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT * FROM recordings WHERE consultation_id = $1 AND state NOT IN ('asked', 'refused') ORDER BY asked_at, id",
        )
        .bind(consultation.to_string())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Those that are not over; after a restart they are.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn living_recordings(&self) -> Result<Vec<Recording>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT * FROM recordings WHERE state IN ('asked', 'recording', 'saving') ORDER BY id",
        )
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// How many go on, can be played, failed.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn count_recordings(&self) -> Result<[i64; 3], sqlx::Error> {
        let row = sqlx::query(
            "SELECT COUNT(CASE WHEN state IN ('recording', 'saving') THEN 1 END),
             COUNT(CASE WHEN state = 'ready' THEN 1 END), COUNT(CASE WHEN state = 'failed' THEN 1 END) FROM recordings",
        )
        .fetch_one(&self.pool)
        .await?;
        Ok([row.try_get(0)?, row.try_get(1)?, row.try_get(2)?])
    }

    async fn move_recording(
        &self,
        change: &'static str,
        recording: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let change = sqlx::query(change).bind(recording.to_string()).bind(now.0);
        self.change(change, deed, now).await
    }
}

async fn insert_answer(
    connection: &mut sqlx::AnyConnection,
    recording: Uuid,
    participant: Uuid,
    agreed: bool,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let kept = sqlx::query(
        "INSERT INTO recording_answers (recording_id, participant_id, agreed, answered_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (recording_id, participant_id) DO NOTHING",
    )
    .bind(recording.to_string())
    .bind(participant.to_string())
    .bind(i64::from(agreed))
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(kept.rows_affected() > 0)
}

fn read(row: &AnyRow) -> Result<Recording, sqlx::Error> {
    let time = |column| row.try_get::<Option<i64>, _>(column);
    Ok(Recording {
        id: id(row, "id")?,
        consultation_id: id(row, "consultation_id")?,
        state: parsed(&row.try_get::<String, _>("state")?)?,
        failure: row.try_get("failure")?,
        asked_at: Timestamp(row.try_get("asked_at")?),
        started_at: time("started_at")?.map(Timestamp),
        ended_at: time("ended_at")?.map(Timestamp),
        bytes: row.try_get("bytes")?,
        dropped: row.try_get("dropped")?,
    })
}
