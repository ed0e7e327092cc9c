//! How far messages came.

use crate::clock::Timestamp;
use crate::store::{Deed, Store, audit};
use sqlx::AnyConnection;
use uuid::Uuid;

/// What became of a message on the other side.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Mark {
    /// A device has it.
    Delivered,
    /// Somebody read it.
    Read,
}

impl Mark {
    /// The mark of a message that so many have, so many read.
    #[must_use]
    pub(super) fn of(deliveries: i64, readers: i64) -> Option<Self> {
        match (deliveries, readers) {
            (0, 0) => None,
            (_, 0) => Some(Self::Delivered),
            _ => Some(Self::Read),
        }
    }
}

impl Store {
    /// Marks a message, with all before it, for one side; whether that is new. Where somebody did it, with their deed.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn mark(
        &self,
        conversation: Uuid,
        member: Uuid,
        mark: Mark,
        number: i64,
        deed: Option<Deed>,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let read = if mark == Mark::Read { number } else { 0 };
        add_side(&mut transaction, conversation, member).await?;
        let done = sqlx::query(
            "UPDATE correspondents SET
             delivered_number = CASE WHEN delivered_number < $1 THEN $1 ELSE delivered_number END,
             read_number = CASE WHEN read_number < $2 THEN $2 ELSE read_number END
             WHERE conversation_id = $3 AND member_id = $4 AND (delivered_number < $1 OR read_number < $2)",
        )
        .bind(number)
        .bind(read)
        .bind(conversation.to_string())
        .bind(member.to_string())
        .execute(&mut *transaction)
        .await?;
        let is_new = done.rows_affected() == 1;
        if let Some(deed) = deed.filter(|_| is_new) {
            audit::record(&mut transaction, deed, now).await?;
        }
        transaction.commit().await?;
        Ok(is_new)
    }
}

/// Makes the row of one side where there is none.
async fn add_side(
    connection: &mut AnyConnection,
    conversation: Uuid,
    member: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO correspondents (conversation_id, member_id) VALUES ($1, $2)
         ON CONFLICT (conversation_id, member_id) DO NOTHING",
    )
    .bind(conversation.to_string())
    .bind(member.to_string())
    .execute(connection)
    .await?;
    Ok(())
}
