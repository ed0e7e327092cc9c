//! The beginning of the chain.

use super::{Entry, Head, base};
use crate::store::Store;
use crate::store::writing::Writing;
use sqlx::Row;

impl Store {
    /// Begins the chain where there is none yet, with the rows of before; has the database refuse to change what is in it.
    ///
    /// # Errors
    /// The database's.
    pub(in crate::store) async fn begin_chain(&self) -> Result<(), sqlx::Error> {
        let mut writing = self.begin().await?;
        if base(&mut writing).await?.is_none() {
            take_in(&mut writing).await?;
            let seal = writing.keys.audit.seal(&Head::none());
            sqlx::query("INSERT INTO audit_base (id, seq, mac, seal) VALUES (1, 0, '', $1)")
                .bind(seal)
                .execute(&mut *writing)
                .await?;
        }
        for guard in self.engine.audit_guards() {
            sqlx::query(*guard).execute(&mut *writing).await?;
        }
        writing.commit().await
    }
}

/// Chains the rows that an earlier version wrote, in the order of their times.
async fn take_in(writing: &mut Writing) -> Result<(), sqlx::Error> {
    let rows = sqlx::query("SELECT id, at, actor, action, subject, outcome FROM audit ORDER BY at, id")
        .fetch_all(&mut **writing)
        .await?;
    let mut before = Head::none();
    for row in &rows {
        let entry = Entry {
            seq: before.seq + 1,
            id: row.try_get("id")?,
            at: row.try_get("at")?,
            actor: row.try_get("actor")?,
            action: row.try_get("action")?,
            subject: row.try_get("subject")?,
            outcome: row.try_get("outcome")?,
        };
        before = Head {
            seq: entry.seq,
            mac: writing.keys.audit.mac(&before.mac, &entry),
        };
        sqlx::query("UPDATE audit SET seq = $1, mac = $2 WHERE id = $3")
            .bind(before.seq)
            .bind(before.mac.clone())
            .bind(entry.id)
            .execute(&mut **writing)
            .await?;
    }
    Ok(())
}
