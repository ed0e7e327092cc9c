//! What participants said of their calls.

use super::{Deed, Store, audit};
use crate::clock::Timestamp;
use serde::Serialize;
use uuid::Uuid;

/// What somebody says of a call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = Rating)]
pub(crate) struct Rating {
    /// From 1, bad, to 5, good.
    #[schema(minimum = 1, maximum = 5)]
    pub rating: u8,
    /// In their own words.
    pub comment: Option<String>,
}

impl Store {
    /// Keeps what a participant says of a call; whether they had said nothing before.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_rating(
        &self,
        participant: Uuid,
        rating: &Rating,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let kept = sqlx::query(
            "INSERT INTO ratings (participant_id, rating, comment, created_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (participant_id) DO NOTHING",
        )
        .bind(participant.to_string())
        .bind(i64::from(rating.rating))
        .bind(rating.comment.clone())
        .bind(now.0)
        .execute(&mut *transaction)
        .await?;
        if kept.rows_affected() == 0 {
            return Ok(false);
        }
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
