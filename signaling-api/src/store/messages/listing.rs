//! What was said.

use super::MessageKind;
use crate::clock::Timestamp;
use crate::store::{Store, id, parsed};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use uuid::Uuid;

/// A message with its sender's name, its file, how far it came on the other side.
const MESSAGES: &str = "SELECT m.id, m.number, m.conversation_id, m.consultation_id, m.sender_id, m.kind, m.content,
    m.client_id, m.sent_at, m.file_id, f.name AS file_name, f.kind AS file_kind, f.size AS file_size,
    COALESCE(u.name, p.display_name, '') AS sender_name,
    (SELECT COUNT(*) FROM correspondents s WHERE s.conversation_id = m.conversation_id AND s.member_id <> m.sender_id
     AND s.delivered_number >= m.number) AS deliveries,
    (SELECT COUNT(*) FROM correspondents s WHERE s.conversation_id = m.conversation_id AND s.member_id <> m.sender_id
     AND s.read_number >= m.number) AS readers
    FROM messages m LEFT JOIN users u ON u.id = m.sender_id LEFT JOIN participants p ON p.id = m.sender_id
    LEFT JOIN files f ON f.id = m.file_id";

/// A message.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// Its id.
    pub id: Uuid,
    /// Its place in the order of all messages.
    pub number: i64,
    /// Where it was said.
    pub conversation_id: Uuid,
    /// In whose chat.
    pub consultation_id: Option<Uuid>,
    /// An account or the place of a guest; nothing where the server tells something.
    pub sender_id: Option<Uuid>,
    /// The sender's name.
    pub sender_name: String,
    /// What it is.
    pub kind: MessageKind,
    /// The words.
    pub content: String,
    /// What goes with it.
    pub file: Option<super::SharedFile>,
    /// What the sender's client calls it.
    pub client_id: Option<String>,
    /// When it was said.
    pub sent_at: Timestamp,
    /// How far it came on the other side.
    pub mark: Option<super::Mark>,
}

/// Whose messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scope {
    /// Of a conversation.
    Conversation(Uuid),
    /// Said in a consultation.
    Visit(Uuid),
    /// Both together.
    Either {
        /// Of this conversation.
        conversation: Uuid,
        /// Said in this consultation.
        visit: Uuid,
    },
    /// Of all conversations of an account.
    Account(Uuid),
}

/// Which of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Range {
    /// Before this number, newest first.
    Before(i64),
    /// After the first number up to the second, oldest first.
    Between(i64, i64),
}

impl Store {
    /// Some of the messages.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn messages(
        &self,
        scope: Scope,
        range: Range,
        limit: i64,
    ) -> Result<Vec<Message>, sqlx::Error> {
        let none = Uuid::nil();
        let (conversation, visit, account) = match scope {
            Scope::Conversation(conversation) => (conversation, none, none),
            Scope::Visit(visit) => (none, visit, none),
            Scope::Either { conversation, visit } => (conversation, visit, none),
            Scope::Account(account) => (none, none, account),
        };
        let (after, before, order) = match range {
            Range::Before(number) => (0, number, "DESC"),
            Range::Between(after, last) => (after, last.saturating_add(1), "ASC"),
        };
        let query = format!(
            "{MESSAGES} WHERE m.number > $1 AND m.number < $2 AND (m.conversation_id = $3 OR m.consultation_id = $4
             OR m.conversation_id IN (SELECT v.id FROM conversations v LEFT JOIN consultations c ON c.id = v.consultation_id
              WHERE v.doctor_id = $5 OR v.patient_id = $5 OR c.doctor_id = $5)) ORDER BY m.number {order} LIMIT $6"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(after)
            .bind(before)
            .bind(conversation.to_string())
            .bind(visit.to_string())
            .bind(account.to_string())
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// All messages after a number, in their order.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn messages_after(&self, number: i64, limit: i64) -> Result<Vec<Message>, sqlx::Error> {
        let query = format!("{MESSAGES} WHERE m.number > $1 ORDER BY m.number LIMIT $2");
        let rows = sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(number)
            .bind(limit)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// The message with this id.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn message(&self, message: Uuid) -> Result<Option<Message>, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        one(&mut connection, message).await
    }

    /// The number of the newest message, 0 before the first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn last_number(&self) -> Result<i64, sqlx::Error> {
        let row = sqlx::query("SELECT last FROM message_numbers WHERE id = 1")
            .fetch_one(&self.pool)
            .await?;
        row.try_get(0)
    }
}

/// The message with this id, within a transaction.
pub(super) async fn one(
    connection: &mut AnyConnection,
    message: Uuid,
) -> Result<Option<Message>, sqlx::Error> {
    let query = format!("{MESSAGES} WHERE m.id = $1");
    let row = sqlx::query(sqlx::AssertSqlSafe(query))
        .bind(message.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

/// The newest message of a conversation.
pub(super) async fn newest(
    connection: &mut AnyConnection,
    conversation: Uuid,
) -> Result<Option<Message>, sqlx::Error> {
    let query = format!("{MESSAGES} WHERE m.conversation_id = $1 ORDER BY m.number DESC LIMIT 1");
    let row = sqlx::query(sqlx::AssertSqlSafe(query))
        .bind(conversation.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

fn read(row: &AnyRow) -> Result<Message, sqlx::Error> {
    let optional = |column: &str| -> Result<Option<Uuid>, sqlx::Error> {
        let text: Option<String> = row.try_get(column)?;
        text.as_deref().map(parsed).transpose()
    };
    let sender: String = row.try_get("sender_id")?;
    let file = match optional("file_id")? {
        Some(id) => Some(super::SharedFile {
            id,
            name: row.try_get("file_name")?,
            kind: row.try_get("file_kind")?,
            size: row.try_get("file_size")?,
        }),
        None => None,
    };
    Ok(Message {
        id: id(row, "id")?,
        number: row.try_get("number")?,
        conversation_id: id(row, "conversation_id")?,
        consultation_id: optional("consultation_id")?,
        // The server's own word for itself is no id.
        sender_id: sender.parse().ok(),
        sender_name: row.try_get("sender_name")?,
        kind: parsed(&row.try_get::<String, _>("kind")?)?,
        content: row.try_get("content")?,
        file,
        client_id: row.try_get("client_id")?,
        sent_at: Timestamp(row.try_get("sent_at")?),
        mark: super::Mark::of(row.try_get("deliveries")?, row.try_get("readers")?),
    })
}
