//! Calls, as their two users look back on them.

use super::{Deed, Store, audit, id, parsed};
use crate::calls::CallStatus;
use crate::clock::Timestamp;
use crate::role::UserRole;
use crate::store::Mode;
use model::RoomId;
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

const SELECT: &str =
    "SELECT k.*, c.room_id, a.name AS caller_name, a.role AS caller_role, b.name AS callee_name,
    b.role AS callee_role FROM calls k JOIN users a ON a.id = k.caller_id JOIN users b ON b.id = k.callee_id
    LEFT JOIN consultations c ON c.id = k.consultation_id";

/// One of the two of a call.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Party {
    /// The account.
    pub id: Uuid,
    /// The name that others see.
    pub name: String,
    /// What the account is for.
    pub role: UserRole,
}

/// A call as it is remembered.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct CallRecord {
    /// Its id.
    pub id: Uuid,
    /// The consultation that it was held in, with its room; nothing where the other one was busy.
    pub session: Option<(Uuid, RoomId)>,
    /// Who called.
    pub caller: Party,
    /// Who was called.
    pub callee: Party,
    /// With pictures or without.
    pub mode: Mode,
    /// What became of it.
    pub status: CallStatus,
    /// When it began to ring.
    pub created_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
}

/// A call to be.
pub(crate) struct NewCall {
    /// The consultation that it is held in.
    pub session: Option<Uuid>,
    /// Who calls.
    pub caller: Uuid,
    /// Who is called.
    pub callee: Uuid,
    /// With pictures or without.
    pub mode: Mode,
    /// `ringing`, or `busy` where it never rings.
    pub status: CallStatus,
}

impl Store {
    /// Writes down a call.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_call(&self, new: &NewCall, now: Timestamp) -> Result<Uuid, sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let call = Uuid::now_v7();
        sqlx::query(
            "INSERT INTO calls (id, consultation_id, caller_id, callee_id, mode, status, created_at, ended_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(call.to_string())
        .bind(new.session.map(|session| session.to_string()))
        .bind(new.caller.to_string())
        .bind(new.callee.to_string())
        .bind(new.mode.as_str())
        .bind(new.status.as_str())
        .bind(now.0)
        .bind(new.status.is_over().then_some(now.0))
        .execute(&mut *transaction)
        .await?;
        let deed = Deed::by_user(new.caller, "call.start", call);
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await?;
        Ok(call)
    }

    /// Writes down what became of a call that is not over.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn change_call(
        &self,
        call: Uuid,
        to: CallStatus,
        deed: Deed,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let done = sqlx::query(
            "UPDATE calls SET status = $1, answered_at = CASE WHEN $1 = 'accepted' THEN $2 ELSE answered_at END,
             ended_at = CASE WHEN $1 = 'accepted' THEN NULL ELSE $2 END WHERE id = $3 AND ended_at IS NULL",
        )
        .bind(to.as_str())
        .bind(now.0)
        .bind(call.to_string())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 1 {
            audit::record(&mut transaction, deed, now).await?;
        }
        transaction.commit().await
    }

    /// The call with this id.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn call(&self, call: Uuid) -> Result<Option<CallRecord>, sqlx::Error> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE k.id = $1")))
            .bind(call.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }

    /// A user's calls, newest first, older than the one named.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn calls(
        &self,
        user: Uuid,
        before: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<CallRecord>, sqlx::Error> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} WHERE (k.caller_id = $1 OR k.callee_id = $1) AND ($2 = '' OR k.id < $2) ORDER BY k.id DESC LIMIT $3"
        )))
        .bind(user.to_string())
        .bind(before.map(|before| before.to_string()).unwrap_or_default())
        .bind(limit)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// Calls that were not over when the program stopped.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn living_calls(&self) -> Result<Vec<CallRecord>, sqlx::Error> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE k.ended_at IS NULL")))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }
}

fn read(row: &AnyRow) -> Result<CallRecord, sqlx::Error> {
    let time = |column| -> Result<Option<Timestamp>, sqlx::Error> {
        Ok(row.try_get::<Option<i64>, &str>(column)?.map(Timestamp))
    };
    let optional = |column| -> Result<Option<Uuid>, sqlx::Error> {
        let text: Option<String> = row.try_get::<_, &str>(column)?;
        text.as_deref().map(parsed).transpose()
    };
    let party = |id_column, name, role| -> Result<Party, sqlx::Error> {
        Ok(Party {
            id: id(row, id_column)?,
            name: row.try_get::<_, &str>(name)?,
            role: parsed(&row.try_get::<String, &str>(role)?)?,
        })
    };
    let session = optional("consultation_id")?.zip(optional("room_id")?.map(RoomId));
    Ok(CallRecord {
        id: id(row, "id")?,
        session,
        caller: party("caller_id", "caller_name", "caller_role")?,
        callee: party("callee_id", "callee_name", "callee_role")?,
        mode: parsed(&row.try_get::<String, _>("mode")?)?,
        status: parsed(&row.try_get::<String, _>("status")?)?,
        created_at: Timestamp(row.try_get("created_at")?),
        answered_at: time("answered_at")?,
        ended_at: time("ended_at")?,
    })
}
