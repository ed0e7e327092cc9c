//! Sealing what an earlier version left in plain, once; ever after, proof that the key is that one.

use super::{COLUMNS, Column};
use crate::start::StartError;
use crate::store::{Store, id};
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

/// What the proof is bound to: no row is called so.
const PROOF: Column = Column::new("sealing", "id", "proof");
/// What it says.
const WORD: &str = "this is the key";

impl Store {
    /// Makes sure that all secrets are sealed, with the key that is there.
    ///
    /// Once there is a proof of the key nothing is taken in that is not sealed: who can write into the database, but has not the
    /// key, cannot put secrets of their own in the place of others.
    ///
    /// # Errors
    /// They were sealed with another key; the database's.
    pub(in crate::store) async fn begin_sealing(&self) -> Result<(), StartError> {
        if let Some(proof) = self.proof().await? {
            let opened = self.keys.seal.open(PROOF, Uuid::nil(), &proof);
            return opened.map(drop).map_err(|_| StartError::OtherSealingKey);
        }
        let mut sealed = 0;
        for column in COLUMNS {
            sealed += self.seal_column(column).await?;
        }
        if sealed > 0 {
            // Before the proof: where this fails it is done again.
            self.engine.scrub(&self.pool).await?;
        }
        let proof = self.keys.seal.seal(PROOF, Uuid::nil(), WORD)?;
        sqlx::query("INSERT INTO sealing (id, proof) VALUES (1, $1) ON CONFLICT (id) DO NOTHING")
            .bind(proof)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn proof(&self) -> Result<Option<String>, sqlx::Error> {
        let row = sqlx::query("SELECT proof FROM sealing WHERE id = 1")
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| row.try_get(0)).transpose()
    }

    /// Seals the texts of a column that are not; how many.
    async fn seal_column(&self, column: Column) -> Result<usize, sqlx::Error> {
        let Column { table, id: key, name } = column;
        let mut writing = self.begin().await?;
        let rows = sqlx::query(AssertSqlSafe(format!(
            "SELECT {key} AS id, {name} AS text FROM {table} WHERE {name} <> ''"
        )))
        .fetch_all(&mut *writing)
        .await?;
        let mut sealed = 0;
        for row in &rows {
            let (row_id, text): (Uuid, String) = (id(row, "id")?, row.try_get("text")?);
            if self.keys.seal.open(column, row_id, &text).is_ok() {
                continue;
            }
            let update = format!("UPDATE {table} SET {name} = $1 WHERE {key} = $2");
            sqlx::query(AssertSqlSafe(update))
                .bind(self.keys.seal.seal(column, row_id, &text)?)
                .bind(row_id.to_string())
                .execute(&mut *writing)
                .await?;
            sealed += 1;
        }
        writing.commit().await?;
        Ok(sealed)
    }
}
