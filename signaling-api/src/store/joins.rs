//! How far participants came in joining.

use super::{Rating, Store, id, parsed};
use crate::clock::Timestamp;
use crate::diagnosis::{Diagnosis, Stage, path_named, path_names};
use crate::role::ParticipantRole;
use model::ParticipantId;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use uuid::Uuid;

/// A participant's attempt to join.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Join {
    /// The participant.
    pub id: Uuid,
    /// The name that others see.
    pub display_name: String,
    /// Their part.
    pub role: ParticipantRole,
    /// When the place was first given out.
    pub created_at: Timestamp,
    /// How far it came.
    pub diagnosis: Diagnosis,
    /// When the furthest stage was reached.
    pub reached_at: Timestamp,
    /// What they said of the call.
    pub rating: Option<Rating>,
}

impl Store {
    /// Somebody comes anew who has had the place before.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn begin_join(
        &self,
        participant: ParticipantId,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        let token = Diagnosis {
            stage: Stage::Token,
            path: None,
            advice: None,
        };
        let mut connection = self.pool.acquire().await?;
        keep(&mut connection, participant, token, now).await
    }

    /// Keeps how far these participants came by when; those that the store does not know are passed over.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn keep_joins(
        &self,
        joins: &[(ParticipantId, Diagnosis, Timestamp)],
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        for (participant, diagnosis, at) in joins {
            keep(&mut transaction, *participant, *diagnosis, *at).await?;
        }
        transaction.commit().await
    }

    /// The participants of a consultation whose places were given out before that of `before`, newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn joins(
        &self,
        consultation: Uuid,
        before: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Join>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT id, display_name, role, participants.created_at, furthest_stage, furthest_at, path_transport, path_family,
             advice, rating, comment FROM participants LEFT JOIN ratings ON participant_id = id
             WHERE consultation_id = $1 AND ($2 IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        )
        .bind(consultation.to_string())
        .bind(before.map(|id| id.to_string()))
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }
}

async fn keep(
    connection: &mut AnyConnection,
    participant: ParticipantId,
    diagnosis: Diagnosis,
    at: Timestamp,
) -> Result<(), sqlx::Error> {
    let path = diagnosis.path.map(path_names);
    sqlx::query(
        "UPDATE participants SET furthest_at = CASE WHEN furthest_stage = $2 THEN COALESCE(furthest_at, $3) ELSE $3 END,
         furthest_stage = $2, path_transport = $4, path_family = $5, advice = $6 WHERE id = $1",
    )
    .bind(participant.to_string())
    .bind(diagnosis.stage.as_str())
    .bind(at.0)
    .bind(path.map(|(transport, _)| transport))
    .bind(path.map(|(_, family)| family))
    .bind(diagnosis.advice.map(|advice| advice.as_str()))
    .execute(connection)
    .await?;
    Ok(())
}

fn read(row: &AnyRow) -> Result<Join, sqlx::Error> {
    let text = |column| row.try_get::<Option<String>, _>(column);
    let created_at = Timestamp(row.try_get("created_at")?);
    let reached_at: Option<i64> = row.try_get("furthest_at")?;
    let rating: Option<i64> = row.try_get("rating")?;
    let path = text("path_transport")?.zip(text("path_family")?);
    let path = path.map(|(transport, family)| path_named(&transport, &family));
    Ok(Join {
        id: id(row, "id")?,
        display_name: row.try_get("display_name")?,
        role: parsed(&row.try_get::<String, _>("role")?)?,
        created_at,
        diagnosis: Diagnosis {
            stage: parsed(&row.try_get::<String, _>("furthest_stage")?)?,
            path: path
                .transpose()
                .map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            advice: text("advice")?.map(|advice| parsed(&advice)).transpose()?,
        },
        reached_at: reached_at.map_or(created_at, Timestamp),
        rating: rating.map(|rating| said(rating, text("comment"))).transpose()?,
    })
}

fn said(rating: i64, comment: Result<Option<String>, sqlx::Error>) -> Result<Rating, sqlx::Error> {
    Ok(Rating {
        rating: u8::try_from(rating).map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
        comment: comment?,
    })
}
