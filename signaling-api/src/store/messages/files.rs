//! Files that go with messages.

use crate::store::{Store, id};
use sqlx::Row;
use sqlx::any::AnyRow;
use uuid::Uuid;

/// A file that somebody sent.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SharedFile {
    /// Its id, which is also its name on the disk.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Its media type.
    pub kind: String,
    /// Its size, in bytes.
    pub size: i64,
}

impl Store {
    /// A file that a sender brought to a conversation.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn file_of_sender(
        &self,
        file: Uuid,
        conversation: Uuid,
        sender: Uuid,
    ) -> Result<Option<SharedFile>, sqlx::Error> {
        let row =
            sqlx::query("SELECT * FROM files WHERE id = $1 AND conversation_id = $2 AND sender_id = $3")
                .bind(file.to_string())
                .bind(conversation.to_string())
                .bind(sender.to_string())
                .fetch_optional(&self.pool)
                .await?;
        row.as_ref().map(read).transpose()
    }
}

fn read(row: &AnyRow) -> Result<SharedFile, sqlx::Error> {
    Ok(SharedFile {
        id: id(row, "id")?,
        name: row.try_get("name")?,
        kind: row.try_get("kind")?,
        size: row.try_get("size")?,
    })
}
