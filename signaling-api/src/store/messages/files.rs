//! Files that go with messages.

use crate::clock::Timestamp;
use crate::store::{Deed, Store, audit, id};
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

/// A file that has come, with its place.
pub(crate) struct NewFile {
    /// The file.
    pub file: SharedFile,
    /// Where it may be shown.
    pub conversation_id: Uuid,
    /// An account or the place of a guest.
    pub sender_id: Uuid,
}

impl Store {
    /// Keeps what is known of a file.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_file(
        &self,
        new: &NewFile,
        deed: Deed,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO files (id, conversation_id, sender_id, name, kind, size, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(new.file.id.to_string())
        .bind(new.conversation_id.to_string())
        .bind(new.sender_id.to_string())
        .bind(new.file.name.clone())
        .bind(new.file.kind.clone())
        .bind(new.file.size)
        .bind(now.0)
        .execute(&mut *transaction)
        .await?;
        audit::record(&mut transaction, deed, now).await?;
        transaction.commit().await
    }

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

    /// A file that an account may see: its own, one shown in its conversations or consultations.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn file_for_account(
        &self,
        file: Uuid,
        user: Uuid,
    ) -> Result<Option<SharedFile>, sqlx::Error> {
        let row = sqlx::query(
            "SELECT f.* FROM files f WHERE f.id = $1 AND (f.sender_id = $2 OR EXISTS (SELECT 1 FROM messages m
              JOIN conversations v ON v.id = m.conversation_id LEFT JOIN consultations c ON c.id = m.consultation_id
              WHERE m.file_id = f.id AND (v.doctor_id = $2 OR v.patient_id = $2 OR c.doctor_id = $2 OR c.patient_id = $2)))",
        )
        .bind(file.to_string())
        .bind(user.to_string())
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// A file that somebody without an account may see: their own, one shown in that consultation.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn file_for_guest(
        &self,
        file: Uuid,
        place: Uuid,
        consultation: Uuid,
    ) -> Result<Option<SharedFile>, sqlx::Error> {
        let row = sqlx::query(
            "SELECT f.* FROM files f WHERE f.id = $1 AND (f.sender_id = $2 OR EXISTS
             (SELECT 1 FROM messages m WHERE m.file_id = f.id AND m.consultation_id = $3))",
        )
        .bind(file.to_string())
        .bind(place.to_string())
        .bind(consultation.to_string())
        .fetch_optional(&self.pool)
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// Whether a file is known.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn knows_file(&self, file: Uuid) -> Result<bool, sqlx::Error> {
        let asked = sqlx::query("SELECT id FROM files WHERE id = $1").bind(file.to_string());
        Ok(asked.fetch_optional(&self.pool).await?.is_some())
    }

    /// Forgets files that came before `then`, which no message shows; their ids.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn forget_unsent_files(&self, then: Timestamp) -> Result<Vec<Uuid>, sqlx::Error> {
        let rows = sqlx::query(
            "DELETE FROM files WHERE created_at < $1
             AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.file_id = files.id) RETURNING id",
        )
        .bind(then.0)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| id(row, "id")).collect()
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
