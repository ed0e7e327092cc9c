//! Saying something.

use super::listing::{self, Message};
use super::{Conversation, MessageKind};
use crate::clock::Timestamp;
use crate::store::{Deed, Store, audit, webhooks};
use crate::webhooks::Event;
use sqlx::{AnyConnection, Row};
use std::time::Duration;
use uuid::Uuid;

/// A message to be.
pub(crate) struct NewMessage {
    /// Its id.
    pub id: Uuid,
    /// In whose chat.
    pub consultation_id: Option<Uuid>,
    /// An account or the place of a guest; nothing where the server tells something.
    pub sender_id: Option<Uuid>,
    /// What it is.
    pub kind: MessageKind,
    /// The words.
    pub content: String,
    /// What goes with it.
    pub file_id: Option<Uuid>,
    /// What the sender's client calls it.
    pub client_id: Option<String>,
}

/// Why a message was not kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NotPosted {
    /// The conversation is closed.
    Blocked,
    /// The sender has a message with this client's id already.
    Doubled,
}

impl Store {
    /// Keeps a message at the end of a conversation.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_message(
        &self,
        conversation: &Conversation,
        new: NewMessage,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Result<Message, NotPosted>, sqlx::Error> {
        let mut transaction = self.begin().await?;
        let number = next_number(&mut transaction).await?;
        let done = sqlx::query(
            "UPDATE conversations SET last_number = $1, updated_at = $2 WHERE id = $3 AND blocked_by IS NULL",
        )
        .bind(number)
        .bind(now.0)
        .bind(conversation.id.to_string())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(Err(NotPosted::Blocked));
        }
        let (id, sender) = (new.id, new.sender_id);
        let event = Event::message(id, conversation.id, new.consultation_id, sender, new.kind);
        if !insert(&mut transaction, conversation.id, new, number, now).await? {
            return Ok(Err(NotPosted::Doubled));
        }
        // What is put away comes out again for those who are told something.
        sqlx::query("UPDATE correspondents SET archived = 0 WHERE conversation_id = $1 AND member_id <> $2")
            .bind(conversation.id.to_string())
            .bind(sender_text(sender))
            .execute(&mut *transaction)
            .await?;
        audit::record(&mut transaction, deed, now).await?;
        webhooks::tell(&mut transaction, &event, Duration::ZERO, now).await?;
        let message = listing::one(&mut transaction, id).await?;
        transaction.commit().await?;
        message.ok_or(sqlx::Error::RowNotFound).map(Ok)
    }

    /// The message that a sender's client calls so.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn message_of_client(
        &self,
        conversation: Uuid,
        sender: Uuid,
        client_id: &str,
    ) -> Result<Option<Message>, sqlx::Error> {
        let row = sqlx::query(
            "SELECT id FROM messages WHERE conversation_id = $1 AND sender_id = $2 AND client_id = $3",
        )
        .bind(conversation.to_string())
        .bind(sender.to_string())
        .bind(client_id.to_owned())
        .fetch_optional(&self.pool)
        .await?;
        match row {
            Some(row) => self.message(crate::store::id(&row, "id")?).await,
            None => Ok(None),
        }
    }
}

/// The next number: the row stays taken until the transaction is over, so that numbers are seen in their order.
async fn next_number(connection: &mut AnyConnection) -> Result<i64, sqlx::Error> {
    let row = sqlx::query("UPDATE message_numbers SET last = last + 1 WHERE id = 1 RETURNING last")
        .fetch_one(connection)
        .await?;
    row.try_get(0)
}

/// Whether the row is new.
async fn insert(
    connection: &mut AnyConnection,
    conversation: Uuid,
    new: NewMessage,
    number: i64,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO messages (id, number, conversation_id, consultation_id, sender_id, kind, content, file_id, client_id, sent_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (conversation_id, sender_id, client_id) DO NOTHING",
    )
    .bind(new.id.to_string())
    .bind(number)
    .bind(conversation.to_string())
    .bind(new.consultation_id.map(|id| id.to_string()))
    .bind(sender_text(new.sender_id))
    .bind(new.kind.as_str())
    .bind(new.content)
    .bind(new.file_id.map(|id| id.to_string()))
    .bind(new.client_id)
    .bind(now.0)
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

fn sender_text(sender: Option<Uuid>) -> String {
    sender.map_or_else(|| "system".into(), |id| id.to_string())
}
