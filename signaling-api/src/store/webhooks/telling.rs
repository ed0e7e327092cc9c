//! Writing down what subscribers are to be told, with what it tells of.

use crate::clock::Timestamp;
use crate::store::id;
use crate::webhooks::Event;
use sqlx::AnyConnection;
use std::time::Duration;
use uuid::Uuid;

/// Something happened: a delivery for each who subscribed to it, within the transaction that makes it so, to be sent when `rest`
/// has passed.
pub(in crate::store) async fn tell(
    connection: &mut AnyConnection,
    event: &Event,
    rest: Duration,
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let subscribed = sqlx::query(
        "SELECT id FROM webhooks WHERE disabled_at IS NULL AND ' ' || events || ' ' LIKE '% ' || $1 || ' %' ORDER BY id",
    )
    .bind(event.name)
    .fetch_all(&mut *connection)
    .await?;
    for row in &subscribed {
        insert(connection, id(row, "id")?, event, now + rest, now).await?;
    }
    Ok(())
}

/// One delivery; its id.
pub(super) async fn insert(
    connection: &mut AnyConnection,
    webhook: Uuid,
    event: &Event,
    due_at: Timestamp,
    now: Timestamp,
) -> Result<Uuid, sqlx::Error> {
    let delivery = Uuid::now_v7();
    sqlx::query(
        "INSERT INTO webhook_deliveries (id, webhook_id, event, body, state, created_at, due_at)
         VALUES ($1, $2, $3, $4, 'waiting', $5, $6)",
    )
    .bind(delivery.to_string())
    .bind(webhook.to_string())
    .bind(event.name)
    .bind(event.body(delivery, now))
    .bind(now.0)
    .bind(due_at.0)
    .execute(connection)
    .await?;
    Ok(delivery)
}
