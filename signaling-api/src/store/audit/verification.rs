//! Whether the audit is as it was written.

use super::{Entry, Head, base};
use crate::store::Store;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// Rows that are read at once.
const BATCH: i64 = 1000;

/// What is wrong with the audit, at the first place where something is.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AuditFault {
    /// Where the chain begins is not what this key sealed.
    #[error("the beginning of the chain was changed, or the key is another")]
    Beginning,
    /// A row is not there, or not in its place.
    #[error("row {0} is missing")]
    Missing(i64),
    /// A row is not as it was written, or another stands in its place.
    #[error("row {0} was changed")]
    Changed(i64),
    /// There are rows that nobody wrote by the program.
    #[error("{0} rows were inserted")]
    Inserted(i64),
    /// The chain ends before the head that was kept elsewhere.
    #[error("the chain ends at row {end}, the kept head is row {kept}: rows were cut off")]
    CutOff {
        /// Where it ends.
        end: i64,
        /// Where it went to.
        kept: i64,
    },
    /// The row of the kept head is another one.
    #[error("row {0} is not that of the kept head: the chain was written anew")]
    Rewritten(i64),
    /// Retention has removed the row of the kept head.
    #[error("row {0}, the kept head, is older than what is kept: use a newer head")]
    HeadRemoved(i64),
}

impl Store {
    /// Reads the whole chain at one point in time, while others write; gives where it ends. `kept` is a head from before.
    ///
    /// # Errors
    /// The database's; inside, what is wrong.
    pub(crate) async fn verify_audit(
        &self,
        kept: Option<&Head>,
    ) -> Result<Result<Head, AuditFault>, sqlx::Error> {
        let mut snapshot = self.engine.snapshot(&self.pool).await?;
        let Some((begin, seal)) = base(&mut snapshot).await? else {
            return Ok(Err(AuditFault::Beginning));
        };
        if self.keys.audit.seal(&begin) != seal {
            return Ok(Err(AuditFault::Beginning));
        }
        if let Some(kept) = kept.filter(|kept| kept.seq == begin.seq && **kept != begin) {
            return Ok(Err(AuditFault::Rewritten(kept.seq)));
        }
        let mut walk = Walk::new(begin, kept);
        loop {
            let rows = batch(&mut snapshot, walk.head.seq).await?;
            for row in &rows {
                if let Err(fault) = walk.step(row, |before, entry| self.keys.audit.mac(before, entry)) {
                    return Ok(Err(fault));
                }
            }
            if rows.len() < BATCH as usize {
                break;
            }
        }
        let all: i64 = sqlx::query("SELECT COUNT(*) FROM audit")
            .fetch_one(&mut *snapshot)
            .await?
            .try_get(0)?;
        Ok(walk.end(all))
    }
}

async fn batch(connection: &mut AnyConnection, after: i64) -> Result<Vec<AnyRow>, sqlx::Error> {
    sqlx::query(
        "SELECT id, at, actor, action, subject, outcome, seq, mac FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2",
    )
    .bind(after)
    .bind(BATCH)
    .fetch_all(connection)
    .await
}

/// A walk along the chain.
struct Walk<'a> {
    /// The last row that was found good.
    head: Head,
    /// How many were.
    rows: i64,
    kept: Option<&'a Head>,
    /// Whether the kept head was met.
    met: bool,
}

impl<'a> Walk<'a> {
    fn new(begin: Head, kept: Option<&'a Head>) -> Self {
        let met = kept.is_none_or(|kept| *kept == begin);
        Self {
            head: begin,
            rows: 0,
            kept,
            met,
        }
    }

    fn step(&mut self, row: &AnyRow, mac: impl Fn(&str, &Entry) -> String) -> Result<(), AuditFault> {
        let wanted = self.head.seq + 1;
        // A value of another type is a changed one.
        let (entry, written) = read(row).map_err(|_| AuditFault::Changed(wanted))?;
        if entry.seq != wanted {
            return Err(AuditFault::Missing(wanted));
        }
        let right = mac(&self.head.mac, &entry);
        if right != written {
            return Err(AuditFault::Changed(wanted));
        }
        self.head = Head {
            seq: wanted,
            mac: right,
        };
        self.rows += 1;
        match self.kept {
            Some(kept) if kept.seq == wanted && *kept != self.head => Err(AuditFault::Rewritten(wanted)),
            Some(kept) if kept.seq == wanted => {
                self.met = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// What is left to say when `all` rows are there.
    fn end(self, all: i64) -> Result<Head, AuditFault> {
        if all != self.rows {
            return Err(AuditFault::Inserted(all - self.rows));
        }
        match self.kept {
            Some(kept) if !self.met && kept.seq > self.head.seq => Err(AuditFault::CutOff {
                end: self.head.seq,
                kept: kept.seq,
            }),
            // Nothing is before the first row, and what was is known to the beginning's seal.
            Some(kept) if !self.met && kept.seq > 0 => Err(AuditFault::HeadRemoved(kept.seq)),
            _ => Ok(self.head),
        }
    }
}

fn read(row: &AnyRow) -> Result<(Entry, String), sqlx::Error> {
    let entry = Entry {
        seq: row.try_get("seq")?,
        id: row.try_get("id")?,
        at: row.try_get("at")?,
        actor: row.try_get("actor")?,
        action: row.try_get("action")?,
        subject: row.try_get("subject")?,
        outcome: row.try_get("outcome")?,
    };
    Ok((entry, row.try_get("mac")?))
}
