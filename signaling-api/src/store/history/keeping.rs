//! Writing down what was measured, and what it comes to.

use super::visits;
use crate::clock::Timestamp;
use crate::history::{Attendance, Batch, Conclusion, Interval, Kept, Minute, conclude};
use crate::store::consultations::one;
use crate::store::{Status, Store, id, parsed, webhooks};
use crate::webhooks::{Event, EventType};
use model::{Measurement, ParticipantId};
use sqlx::{AnyConnection, Row};
use std::time::Duration;
use uuid::Uuid;

/// Most consultations concluded at once.
const MOST: i64 = 200;
/// A consultation may be written this long after the time that it bears, in milliseconds.
const LATE: i64 = 60_000;
/// So long after it a report holds the last seconds of those who were there, which are written after the end.
const LAST_WORDS: Duration = Duration::from_secs(5);

impl Store {
    /// Keeps what was measured, with what comes of it for its consultations. Participants that the store does not know are
    /// passed over.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn keep_history(&self, batch: &Batch, now: Timestamp) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        for row in &batch.rows {
            match row {
                Kept::Presence(id, participant, interval) => {
                    keep_presence(&mut transaction, *id, *participant, *interval).await?;
                }
                Kept::Quality(participant, minute) => {
                    keep_minute(&mut transaction, *participant, minute).await?;
                }
                Kept::Joined(participant, at) => {
                    tell_of(&mut transaction, EventType::ParticipantJoined, *participant, *at).await?;
                }
                Kept::Left(participant, at) => {
                    tell_of(&mut transaction, EventType::ParticipantLeft, *participant, *at).await?;
                }
            }
        }
        for consultation in &batch.consultations {
            conclude_one(&mut transaction, *consultation, now).await?;
        }
        transaction.commit().await
    }

    /// Works out what came of the consultations that ended or expired since; gives the moment to ask from the next time.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn conclude_over(
        &self,
        since: Timestamp,
        now: Timestamp,
    ) -> Result<Timestamp, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let rows = sqlx::query(
            "SELECT c.id FROM consultations c
             WHERE (c.ended_at >= $1 OR (c.status = 'pending' AND c.expires_at >= $1 AND c.expires_at < $2))
             AND ((c.status = 'ended' AND c.reported_at IS NULL) OR NOT EXISTS
             (SELECT 1 FROM outcomes o WHERE o.consultation_id = c.id AND o.outcome IS NOT NULL)) LIMIT $3",
        )
        .bind(since.0)
        .bind(now.0)
        .bind(MOST)
        .fetch_all(&mut *transaction)
        .await?;
        for row in &rows {
            conclude_one(&mut transaction, id(row, "id")?, now).await?;
        }
        transaction.commit().await?;
        let is_all = rows.len() < MOST as usize;
        Ok(if is_all { Timestamp(now.0 - LATE) } else { since })
    }
}

/// A consultation that was changed can begin again, within the transaction that changes it.
pub(in crate::store) async fn reopen(
    connection: &mut AnyConnection,
    consultation: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM outcomes WHERE consultation_id = $1 AND outcome <> 'held'")
        .bind(consultation.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

async fn keep_presence(
    connection: &mut AnyConnection,
    id: Uuid,
    participant: ParticipantId,
    interval: Interval,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO presence (id, participant_id, started_at, ended_at)
         SELECT $1, p.id, $3, $4 FROM participants p WHERE p.id = $2
         ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at",
    )
    .bind(id.to_string())
    .bind(participant.to_string())
    .bind(interval.from)
    .bind(interval.to)
    .execute(connection)
    .await?;
    Ok(())
}

async fn keep_minute(
    connection: &mut AnyConnection,
    participant: ParticipantId,
    minute: &Minute,
) -> Result<(), sqlx::Error> {
    let Measurement { round_trip, up, down } = minute.figures();
    let figure = |figure: Option<u16>| figure.map(i64::from);
    sqlx::query(
        "INSERT INTO quality_minutes (participant_id, started_at, levels, reason, video, round_trip,
         loss_up, jitter_up, sound_up, picture_up, video_up, frozen_up, missing_up,
         loss_down, jitter_down, sound_down, picture_down, video_down, frozen_down, missing_down)
         SELECT p.id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20
         FROM participants p WHERE p.id = $1 ON CONFLICT (participant_id, started_at)
         DO UPDATE SET levels = excluded.levels, reason = excluded.reason, video = excluded.video,
         round_trip = excluded.round_trip, loss_up = excluded.loss_up, jitter_up = excluded.jitter_up,
         sound_up = excluded.sound_up, picture_up = excluded.picture_up, video_up = excluded.video_up,
         frozen_up = excluded.frozen_up, missing_up = excluded.missing_up, loss_down = excluded.loss_down,
         jitter_down = excluded.jitter_down, sound_down = excluded.sound_down, picture_down = excluded.picture_down,
         video_down = excluded.video_down, frozen_down = excluded.frozen_down, missing_down = excluded.missing_down",
    )
    .bind(participant.to_string())
    .bind(minute.started_at)
    .bind(minute.letters())
    .bind(minute.reason_name())
    .bind(minute.video_name())
    .bind(figure(round_trip))
    .bind(figure(up.loss))
    .bind(figure(up.jitter))
    .bind(figure(up.sound))
    .bind(figure(up.picture))
    .bind(figure(up.video))
    .bind(figure(up.frozen))
    .bind(figure(up.missing))
    .bind(figure(down.loss))
    .bind(figure(down.jitter))
    .bind(figure(down.sound))
    .bind(figure(down.picture))
    .bind(figure(down.video))
    .bind(figure(down.frozen))
    .bind(figure(down.missing))
    .execute(connection)
    .await?;
    Ok(())
}

/// Works out anew what came of a consultation.
async fn conclude_one(
    connection: &mut AnyConnection,
    consultation: Uuid,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let Some(found) = one(connection, consultation).await? else {
        return Ok(());
    };
    let people = visits::of(connection, consultation).await?;
    let people: Vec<Attendance> = people.into_iter().map(|visit| visit.attendance).collect();
    let conclusion = conclude(found.status, found.expires_at < now, &people);
    tell_of_report(connection, &found.status, consultation, conclusion, now).await?;
    keep_conclusion(connection, consultation, conclusion).await
}

/// Subscribers hear of a report once: when what came of a consultation is first worked out after its end.
async fn tell_of_report(
    connection: &mut AnyConnection,
    status: &Status,
    consultation: Uuid,
    conclusion: Conclusion,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let Some(outcome) = conclusion.outcome.filter(|_| *status == Status::Ended) else {
        return Ok(());
    };
    let done = sqlx::query("UPDATE consultations SET reported_at = $1 WHERE id = $2 AND reported_at IS NULL")
        .bind(now.0)
        .bind(consultation.to_string())
        .execute(&mut *connection)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    webhooks::tell(connection, &Event::report(consultation, outcome), LAST_WORDS, now).await
}

/// Subscribers hear of somebody who came or went.
async fn tell_of(
    connection: &mut AnyConnection,
    kind: EventType,
    participant: ParticipantId,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    let row = sqlx::query("SELECT consultation_id, role, user_id FROM participants WHERE id = $1")
        .bind(participant.to_string())
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else { return Ok(()) };
    let user: Option<String> = row.try_get("user_id")?;
    let event = Event::participant(
        kind,
        id(&row, "consultation_id")?,
        participant.0,
        parsed(&row.try_get::<String, _>("role")?)?,
        user.as_deref().map(parsed).transpose()?,
    );
    webhooks::tell(connection, &event, Duration::ZERO, at).await
}

async fn keep_conclusion(
    connection: &mut AnyConnection,
    consultation: Uuid,
    conclusion: Conclusion,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO outcomes (consultation_id, outcome, met_at, parted_at, held_ms, waited_ms)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (consultation_id)
         DO UPDATE SET outcome = excluded.outcome, met_at = excluded.met_at, parted_at = excluded.parted_at,
         held_ms = excluded.held_ms, waited_ms = excluded.waited_ms",
    )
    .bind(consultation.to_string())
    .bind(conclusion.outcome.map(|outcome| outcome.as_str()))
    .bind(conclusion.together.map(|span| span.from))
    .bind(conclusion.together.map(|span| span.to))
    .bind(conclusion.held_ms)
    .bind(conclusion.waited_ms)
    .execute(connection)
    .await?;
    Ok(())
}
