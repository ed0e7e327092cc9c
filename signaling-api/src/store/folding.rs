//! What is looked for stands in the database as it is compared, too: folded by this program, for no two databases fold alike.

use super::{Store, id};
use crate::folding::fold;
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

/// A table, what people wrote there, the same as it is looked for.
const FOLDED: [[&str; 3]; 3] = [
    ["users", "name", "folded_name"],
    ["consultations", "title", "folded_title"],
    ["participants", "display_name", "folded_name"],
];
/// Rows that one transaction folds.
const ROWS: i64 = 1000;

impl Store {
    /// Folds what an earlier version wrote.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn begin_folding(&self) -> Result<(), sqlx::Error> {
        for columns in FOLDED {
            while self.fold_some(columns).await? {}
        }
        Ok(())
    }

    /// Whether there may be more.
    async fn fold_some(&self, [table, column, folded]: [&str; 3]) -> Result<bool, sqlx::Error> {
        let mut writing = self.begin().await?;
        let rows = sqlx::query(AssertSqlSafe(format!(
            "SELECT id, COALESCE({column}, '') AS text FROM {table} WHERE {folded} IS NULL LIMIT $1"
        )))
        .bind(ROWS)
        .fetch_all(&mut *writing)
        .await?;
        for row in &rows {
            let (row_id, text): (Uuid, String) = (id(row, "id")?, row.try_get("text")?);
            sqlx::query(AssertSqlSafe(format!(
                "UPDATE {table} SET {folded} = $1 WHERE id = $2"
            )))
            .bind(fold(&text))
            .bind(row_id.to_string())
            .execute(&mut *writing)
            .await?;
        }
        writing.commit().await?;
        Ok(rows.len() as i64 == ROWS)
    }
}
