//! Letters and text messages on their way.

use super::sealing::{BODY, RECIPIENT, SUBJECT};
use super::writing::Writing;
use super::{Store, id, parsed};
use crate::clock::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::str::FromStr;
use std::time::Duration;
use uuid::Uuid;

/// Most messages that wait; more are refused.
const MOST: i64 = 10_000;
/// How long a message that was given up is shown.
const MEMORY: Duration = Duration::from_secs(30 * 24 * 3600);

/// How a message travels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Channel {
    /// By e-mail.
    Mail,
    /// As a text message.
    Sms,
}

/// A message to be sent.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct OutboxMessage {
    /// How it travels.
    pub channel: Channel,
    /// What it is for, a word.
    pub purpose: &'static str,
    /// The id of what it is about.
    pub about: Uuid,
    /// An e-mail address or a telephone number.
    pub recipient: String,
    /// Of an e-mail; else empty.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
}

/// A message that is due.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Due {
    /// Its id.
    pub id: Uuid,
    /// How it travels.
    pub channel: Channel,
    /// An e-mail address or a telephone number.
    pub recipient: String,
    /// Of an e-mail.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// How often it was tried before.
    pub attempts: i64,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
    due_at: i64,
}

/// What there is to tell of a message that was not sent yet; no names, no addresses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Unsent {
    /// Its id.
    pub id: Uuid,
    /// How it travels.
    pub channel: Channel,
    /// What it is for.
    pub purpose: String,
    /// The id of what it is about.
    pub about: Uuid,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it is tried next.
    pub due_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// Since when it is given up.
    pub failed_at: Option<Timestamp>,
    /// What was amiss last.
    pub failure: Option<String>,
}

impl Channel {
    fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
        }
    }
}

impl FromStr for Channel {
    type Err = super::consultations::UnknownWord;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "mail" => Ok(Self::Mail),
            "sms" => Ok(Self::Sms),
            _ => Err(super::consultations::UnknownWord),
        }
    }
}

impl Store {
    /// Keeps messages until they are sent; whether there was room for them.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn post(&self, messages: &[OutboxMessage], now: Timestamp) -> Result<bool, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let there_is_room = post(&mut transaction, messages, now).await?;
        if there_is_room {
            transaction.commit().await?;
        }
        Ok(there_is_room)
    }

    /// Takes messages that are due, oldest first; nobody else gets them before `lease` has passed.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn take_due(
        &self,
        most: i64,
        lease: Duration,
        now: Timestamp,
    ) -> Result<Vec<Due>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT * FROM outbox WHERE failed_at IS NULL AND due_at <= $1 ORDER BY due_at, id LIMIT $2",
        )
        .bind(now.0)
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        let mut taken = Vec::with_capacity(rows.len());
        for due in rows.iter().map(|row| self.read_due(row)) {
            let due = due?;
            let done = sqlx::query("UPDATE outbox SET due_at = $1 WHERE id = $2 AND due_at = $3")
                .bind((now + lease).0)
                .bind(due.id.to_string())
                .bind(due.due_at)
                .execute(&self.pool)
                .await?;
            if done.rows_affected() == 1 {
                taken.push(due);
            }
        }
        Ok(taken)
    }

    fn read_due(&self, row: &AnyRow) -> Result<Due, sqlx::Error> {
        let own = id(row, "id")?;
        let opened = |column, sealed: String| self.keys.seal.open(column, own, &sealed);
        Ok(Due {
            id: own,
            channel: parsed(&row.try_get::<String, _>("channel")?)?,
            recipient: opened(RECIPIENT, row.try_get("recipient")?)?,
            subject: opened(SUBJECT, row.try_get("subject")?)?,
            body: opened(BODY, row.try_get("body")?)?,
            attempts: row.try_get("attempts")?,
            expires_at: Timestamp(row.try_get("expires_at")?),
            due_at: row.try_get("due_at")?,
        })
    }

    /// A message is on its way: nothing of it is kept.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn forget_sent(&self, message: Uuid) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM outbox WHERE id = $1")
            .bind(message.to_string())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// A message was not sent: it is tried again at `again`, or given up, its text forgotten.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn keep_unsent(
        &self,
        message: Uuid,
        failure: &'static str,
        again: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        let query = match again {
            Some(again) => {
                sqlx::query("UPDATE outbox SET attempts = attempts + 1, failure = $2, due_at = $3 WHERE id = $1")
                    .bind(message.to_string())
                    .bind(failure)
                    .bind(again.0)
            }
            None => sqlx::query(
                "UPDATE outbox SET attempts = attempts + 1, failure = $2, failed_at = $3, recipient = '', subject = '', body = ''
                 WHERE id = $1",
            )
            .bind(message.to_string())
            .bind(failure)
            .bind(now.0),
        };
        query.execute(&self.pool).await.map(drop)
    }

    /// Messages that were not sent yet or were given up, newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn unsent(&self, most: i64) -> Result<Vec<Unsent>, sqlx::Error> {
        let rows = sqlx::query("SELECT * FROM outbox ORDER BY id DESC LIMIT $1")
            .bind(most)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// How many messages wait, how many were given up; forgets what was given up long ago.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn outbox_size(&self, now: Timestamp) -> Result<(i64, i64), sqlx::Error> {
        sqlx::query("DELETE FROM outbox WHERE failed_at < $1")
            .bind(now.0.saturating_sub(MEMORY.as_millis() as i64))
            .execute(&self.pool)
            .await?;
        let row = sqlx::query("SELECT COUNT(*), COUNT(failed_at) FROM outbox")
            .fetch_one(&self.pool)
            .await?;
        let (all, failed): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        Ok((all - failed, failed))
    }
}

/// As [`Store::post`], within a transaction, which is not to be committed where there was no room.
pub(super) async fn post(
    writing: &mut Writing,
    messages: &[OutboxMessage],
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    for message in messages {
        let own = Uuid::now_v7();
        let seal = &writing.keys.seal;
        let recipient = seal.seal(RECIPIENT, own, &message.recipient)?;
        let subject = seal.seal(SUBJECT, own, &message.subject)?;
        let body = seal.seal(BODY, own, &message.body)?;
        sqlx::query(
            "INSERT INTO outbox (id, channel, purpose, about, recipient, subject, body, created_at, due_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
        )
        .bind(own.to_string())
        .bind(message.channel.as_str())
        .bind(message.purpose)
        .bind(message.about.to_string())
        .bind(recipient)
        .bind(subject)
        .bind(body)
        .bind(now.0)
        .bind(message.expires_at.0)
        .execute(&mut **writing)
        .await?;
    }
    // Counted last: a transaction of SQLite that reads before it writes fails where another has written meanwhile.
    let row = sqlx::query("SELECT COUNT(*) FROM outbox WHERE failed_at IS NULL")
        .fetch_one(&mut **writing)
        .await?;
    Ok(row.try_get::<i64, _>(0)? <= MOST)
}

fn read(row: &AnyRow) -> Result<Unsent, sqlx::Error> {
    Ok(Unsent {
        id: id(row, "id")?,
        channel: parsed(&row.try_get::<String, _>("channel")?)?,
        purpose: row.try_get("purpose")?,
        about: id(row, "about")?,
        created_at: Timestamp(row.try_get("created_at")?),
        due_at: Timestamp(row.try_get("due_at")?),
        attempts: row.try_get("attempts")?,
        failed_at: row.try_get::<Option<i64>, _>("failed_at")?.map(Timestamp),
        failure: row.try_get("failure")?,
    })
}
