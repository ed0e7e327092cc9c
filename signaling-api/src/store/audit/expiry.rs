//! The chain begins later when its oldest rows are no longer kept.

use super::{Head, base};
use crate::clock::Timestamp;
use crate::store::writing::Writing;
use sqlx::Row;

/// Removes at most `most` rows from the chain's beginning, those before the first that is not older than `before`; how many.
pub(in crate::store) async fn move_beginning(
    writing: &mut Writing,
    before: Timestamp,
    most: i64,
) -> Result<u64, sqlx::Error> {
    let Some((begin, _)) = base(writing).await? else {
        return Ok(0);
    };
    // A clock that was set back may have put older times after newer ones: the place decides, so no hole is made.
    let row = sqlx::query(
        "SELECT seq, mac FROM audit WHERE seq <= $1 AND seq < (SELECT COALESCE(MIN(seq), $2) FROM audit WHERE at >= $3)
         ORDER BY seq DESC LIMIT 1",
    )
    .bind(begin.seq + most)
    .bind(i64::MAX)
    .bind(before.0)
    .fetch_optional(&mut **writing)
    .await?;
    let Some(row) = row else { return Ok(0) };
    let begin = Head {
        seq: row.try_get("seq")?,
        mac: row.try_get("mac")?,
    };
    sqlx::query("UPDATE audit_base SET seq = $1, mac = $2, seal = $3 WHERE id = 1")
        .bind(begin.seq)
        .bind(begin.mac.clone())
        .bind(writing.keys.audit.seal(&begin))
        .execute(&mut **writing)
        .await?;
    let done = sqlx::query("DELETE FROM audit WHERE seq <= $1")
        .bind(begin.seq)
        .execute(&mut **writing)
        .await?;
    Ok(done.rows_affected())
}
