//! Rooms that were opened.

use super::Store;
use crate::clock::Timestamp;
use model::RoomId;
use sqlx::{AnyConnection, Row};

/// A room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Room {
    /// Its id.
    pub id: RoomId,
    /// Whether a server made it, not a consultation.
    pub by_server: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether it is over.
    pub closed: bool,
}

impl Store {
    /// Makes a room for a server.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_server_room(&self, now: Timestamp) -> Result<RoomId, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        add(&mut connection, "server", now).await
    }

    /// The room with this id.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn room(&self, room: RoomId) -> Result<Option<Room>, sqlx::Error> {
        let row = sqlx::query("SELECT made_by, created_at, closed_at FROM rooms WHERE id = $1")
            .bind(room.to_string())
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Room {
            id: room,
            by_server: row.try_get::<String, _>("made_by")? == "server",
            created_at: Timestamp(row.try_get("created_at")?),
            closed: row.try_get::<Option<i64>, _>("closed_at")?.is_some(),
        }))
    }

    /// Closes a server's room; whether there was one to close.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn close_server_room(&self, room: RoomId, now: Timestamp) -> Result<bool, sqlx::Error> {
        let done = sqlx::query(
            "UPDATE rooms SET closed_at = $1 WHERE id = $2 AND made_by = 'server' AND closed_at IS NULL",
        )
        .bind(now.0)
        .bind(room.to_string())
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

/// Adds a room within a transaction.
pub(super) async fn add(
    connection: &mut AnyConnection,
    made_by: &'static str,
    now: Timestamp,
) -> Result<RoomId, sqlx::Error> {
    let room = RoomId::generate();
    sqlx::query("INSERT INTO rooms (id, made_by, created_at) VALUES ($1, $2, $3)")
        .bind(room.to_string())
        .bind(made_by)
        .bind(now.0)
        .execute(connection)
        .await?;
    Ok(room)
}

/// Closes a room within a transaction.
pub(super) async fn close(
    connection: &mut AnyConnection,
    room: RoomId,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE rooms SET closed_at = $1 WHERE id = $2 AND closed_at IS NULL")
        .bind(now.0)
        .bind(room.to_string())
        .execute(connection)
        .await?;
    Ok(())
}
