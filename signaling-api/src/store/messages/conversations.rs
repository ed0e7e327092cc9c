//! Who talks to whom.

use super::listing::{self, Message};
use crate::clock::Timestamp;
use crate::store::{Deed, Store, audit, id, parsed};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use uuid::Uuid;

/// A conversation, whose doctor is that of the consultation where it is kept with one.
const CONVERSATIONS: &str =
    "SELECT v.id, COALESCE(v.doctor_id, c.doctor_id) AS doctor_id, v.patient_id, v.consultation_id,
    v.blocked_by, v.created_at, v.updated_at, v.last_number FROM conversations v
    LEFT JOIN consultations c ON c.id = v.consultation_id";

/// A conversation.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Conversation {
    /// Its id.
    pub id: Uuid,
    /// One side.
    pub doctor_id: Uuid,
    /// The other, where it has an account.
    pub patient_id: Option<Uuid>,
    /// What it is kept with where it has none.
    pub consultation_id: Option<Uuid>,
    /// Who closed it.
    pub blocked_by: Option<Uuid>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its last message came, or its state changed.
    pub updated_at: Timestamp,
}

impl Conversation {
    /// The accounts on both sides.
    pub(crate) fn members(&self) -> impl Iterator<Item = Uuid> + '_ {
        std::iter::once(self.doctor_id).chain(self.patient_id)
    }
}

/// Whose conversation it is to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Pair {
    /// A doctor's with a patient.
    People {
        /// One side.
        doctor: Uuid,
        /// The other.
        patient: Uuid,
    },
    /// That of a consultation without a patient's account.
    Visit(Uuid),
}

/// A conversation as one of its sides sees it.
pub(crate) struct Summary {
    /// The conversation.
    pub conversation: Conversation,
    /// The doctor's name.
    pub doctor_name: String,
    /// The patient's.
    pub patient_name: String,
    /// Whether this side put it away.
    pub archived: bool,
    /// Messages of others that this side has not read.
    pub unread: i64,
    /// The newest message.
    pub last: Option<Message>,
}

/// A conversation as one side read it.
pub(crate) struct Before {
    /// The conversation.
    pub conversation: Conversation,
    /// The side.
    pub user: Uuid,
    /// Whether this side had put it away.
    pub archived: bool,
}

/// What one side changes; nothing of what is absent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Step {
    /// Puts it away, or takes it out again.
    pub archived: Option<bool>,
    /// Closes it for both, or opens it again.
    pub blocked: Option<bool>,
}

/// Why a conversation was not changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unmoved {
    /// It was changed meanwhile.
    Meanwhile,
    /// The other side closed it.
    Others,
}

impl Store {
    /// The conversation with this id.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn conversation(&self, conversation: Uuid) -> Result<Option<Conversation>, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        one(&mut connection, Key::Id(conversation)).await
    }

    /// The conversation of these people or of that consultation.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn conversation_of(&self, pair: Pair) -> Result<Option<Conversation>, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        one(&mut connection, Key::Of(pair)).await
    }

    /// The same, made where there is none: also whether it is new.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn open_conversation(
        &self,
        pair: Pair,
        deed: impl FnOnce(Uuid) -> Deed,
        now: Timestamp,
    ) -> Result<(Conversation, bool), sqlx::Error> {
        let mut transaction = self.begin().await?;
        let new = Uuid::now_v7();
        let (doctor, patient, visit) = match pair {
            Pair::People { doctor, patient } => (Some(doctor), Some(patient), None),
            Pair::Visit(consultation) => (None, None, Some(consultation)),
        };
        let text = |id: Option<Uuid>| id.map(|id| id.to_string());
        let done = sqlx::query(
            "INSERT INTO conversations (id, doctor_id, patient_id, consultation_id, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT DO NOTHING",
        )
        .bind(new.to_string())
        .bind(text(doctor))
        .bind(text(patient))
        .bind(text(visit))
        .bind(now.0)
        .execute(&mut *transaction)
        .await?;
        let is_new = done.rows_affected() == 1;
        if is_new {
            audit::record(&mut transaction, deed(new), now).await?;
        }
        let found = one(&mut transaction, Key::Of(pair)).await?;
        transaction.commit().await?;
        Ok((found.ok_or(sqlx::Error::RowNotFound)?, is_new))
    }

    /// The conversations of an account, the one with the newest message first; those after `after` in that order.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn conversations(
        &self,
        user: Uuid,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Summary>, sqlx::Error> {
        let query = format!(
            "{CONVERSATIONS} WHERE (v.doctor_id = $1 OR v.patient_id = $1) AND ($2 = '' OR
             v.last_number < (SELECT o.last_number FROM conversations o WHERE o.id = $2) OR (v.id < $2
             AND v.last_number = (SELECT o.last_number FROM conversations o WHERE o.id = $2)))
             ORDER BY v.last_number DESC, v.id DESC LIMIT $3"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(user.to_string())
            .bind(after.map(|after| after.to_string()).unwrap_or_default())
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        let mut summaries = Vec::with_capacity(rows.len());
        for row in &rows {
            summaries.push(self.summary(read(row)?, user).await?);
        }
        Ok(summaries)
    }

    /// A conversation as an account sees it.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn summary(
        &self,
        conversation: Conversation,
        user: Uuid,
    ) -> Result<Summary, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        let row = sqlx::query(
            "SELECT d.name AS doctor_name, COALESCE(p.name, '') AS patient_name, COALESCE(s.archived, 0) AS archived,
             (SELECT COUNT(*) FROM messages m WHERE m.conversation_id = v.id AND m.number > COALESCE(s.read_number, 0)
              AND m.sender_id <> $2 AND m.kind <> 'system') AS unread
             FROM conversations v JOIN users d ON d.id = $3 LEFT JOIN users p ON p.id = v.patient_id
             LEFT JOIN correspondents s ON s.conversation_id = v.id AND s.member_id = $2 WHERE v.id = $1",
        )
        .bind(conversation.id.to_string())
        .bind(user.to_string())
        .bind(conversation.doctor_id.to_string())
        .fetch_one(&mut *connection)
        .await?;
        Ok(Summary {
            last: listing::newest(&mut connection, conversation.id).await?,
            conversation,
            doctor_name: row.try_get("doctor_name")?,
            patient_name: row.try_get("patient_name")?,
            archived: row.try_get::<i64, _>("archived")? != 0,
            unread: row.try_get("unread")?,
        })
    }

    /// One side changes what a conversation is to it, or to both, where that is as it was read `before`.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn change_conversation(
        &self,
        before: &Before,
        step: Step,
        deeds: Vec<Deed>,
        now: Timestamp,
    ) -> Result<Result<Conversation, Unmoved>, sqlx::Error> {
        let (conversation, user) = (&before.conversation, before.user);
        let mut writing = self.begin().await?;
        let there = one(&mut writing, Key::Id(conversation.id)).await?;
        let is_archived = is_archived(&mut writing, conversation.id, user).await?;
        if there.map(|there| there.blocked_by) != Some(conversation.blocked_by)
            || is_archived != before.archived
        {
            return Ok(Err(Unmoved::Meanwhile));
        }
        if let Some(blocked) = step.blocked
            && !block(&mut writing, conversation.id, user, blocked, now).await?
        {
            return Ok(Err(Unmoved::Others));
        }
        if let Some(archived) = step.archived {
            archive(&mut writing, conversation.id, user, archived).await?;
        }
        for deed in deeds {
            audit::record(&mut writing, deed, now).await?;
        }
        let changed = one(&mut writing, Key::Id(conversation.id)).await?;
        writing.commit().await?;
        Ok(changed.ok_or(Unmoved::Meanwhile))
    }

    /// Whether a doctor made a consultation for a patient.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn are_acquainted(&self, doctor: Uuid, patient: Uuid) -> Result<bool, sqlx::Error> {
        let row = sqlx::query("SELECT COUNT(*) FROM consultations WHERE doctor_id = $1 AND patient_id = $2")
            .bind(doctor.to_string())
            .bind(patient.to_string())
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get::<i64, _>(0)? > 0)
    }
}

async fn is_archived(
    connection: &mut AnyConnection,
    conversation: Uuid,
    user: Uuid,
) -> Result<bool, sqlx::Error> {
    let row =
        sqlx::query("SELECT archived FROM correspondents WHERE conversation_id = $1 AND member_id = $2")
            .bind(conversation.to_string())
            .bind(user.to_string())
            .fetch_optional(connection)
            .await?;
    let archived = row.map(|row| row.try_get::<i64, _>(0)).transpose()?;
    Ok(archived.unwrap_or_default() != 0)
}

async fn archive(
    connection: &mut AnyConnection,
    conversation: Uuid,
    user: Uuid,
    archived: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO correspondents (conversation_id, member_id, archived) VALUES ($1, $2, $3)
         ON CONFLICT (conversation_id, member_id) DO UPDATE SET archived = $3",
    )
    .bind(conversation.to_string())
    .bind(user.to_string())
    .bind(i64::from(archived))
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether it could: who closed it opens it.
async fn block(
    connection: &mut AnyConnection,
    conversation: Uuid,
    user: Uuid,
    blocked: bool,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE conversations SET blocked_by = $1, updated_at = $2
         WHERE id = $3 AND (blocked_by IS NULL OR blocked_by = $4)",
    )
    .bind(blocked.then(|| user.to_string()))
    .bind(now.0)
    .bind(conversation.to_string())
    .bind(user.to_string())
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What tells a conversation from all others.
#[derive(Clone, Copy)]
enum Key {
    Id(Uuid),
    Of(Pair),
}

async fn one(connection: &mut AnyConnection, key: Key) -> Result<Option<Conversation>, sqlx::Error> {
    let none = Uuid::nil();
    let [id, doctor, patient, visit] = match key {
        Key::Id(id) => [id, none, none, none],
        Key::Of(Pair::People { doctor, patient }) => [none, doctor, patient, none],
        Key::Of(Pair::Visit(consultation)) => [none, none, none, consultation],
    };
    let query = format!(
        "{CONVERSATIONS} WHERE v.id = $1 OR (v.doctor_id = $2 AND v.patient_id = $3) OR v.consultation_id = $4"
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(query))
        .bind(id.to_string())
        .bind(doctor.to_string())
        .bind(patient.to_string())
        .bind(visit.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &AnyRow) -> Result<Conversation, sqlx::Error> {
    let optional = |column: &str| -> Result<Option<Uuid>, sqlx::Error> {
        let text: Option<String> = row.try_get(column)?;
        text.as_deref().map(parsed).transpose()
    };
    Ok(Conversation {
        id: id(row, "id")?,
        doctor_id: id(row, "doctor_id")?,
        patient_id: optional("patient_id")?,
        consultation_id: optional("consultation_id")?,
        blocked_by: optional("blocked_by")?,
        created_at: Timestamp(row.try_get("created_at")?),
        updated_at: Timestamp(row.try_get("updated_at")?),
    })
}
