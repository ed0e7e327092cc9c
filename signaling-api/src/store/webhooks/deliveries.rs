//! What is sent to subscribers.

use super::telling::insert;
use super::{DisabledFor, disable};
use crate::clock::Timestamp;
use crate::store::sealing::WEBHOOK_SECRET;
use crate::store::{Deed, Store, audit, id, parsed};
use crate::webhooks::Event;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::str::FromStr;
use std::time::Duration;
use uuid::Uuid;

/// Rows that one statement of retention removes.
const ROWS: i64 = 1000;
/// A subscription that fails for so long is disabled.
const ENDURANCE: Duration = Duration::from_secs(3 * 24 * 3600);

/// Where a delivery stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = WebhookDeliveryState)]
pub(crate) enum DeliveryState {
    /// It is sent, or sent again, by and by.
    Waiting,
    /// It was taken.
    Delivered,
    /// It was given up.
    Failed,
}

/// A delivery, as it is told of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Delivery {
    /// Its id, which is also that of the event in its body.
    pub id: Uuid,
    /// The type of the event.
    pub event: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: i64,
    /// The status of the last answer.
    pub status_code: Option<i64>,
    /// What was amiss last.
    pub failure: Option<String>,
    /// When it happened.
    pub created_at: Timestamp,
    /// When it is tried next, while it waits.
    pub due_at: Timestamp,
    /// When it was taken or given up.
    pub settled_at: Option<Timestamp>,
}

/// A delivery that is due.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct DueDelivery {
    /// Its id.
    pub id: Uuid,
    /// Where to.
    pub url: String,
    /// Signs it.
    pub secret: String,
    /// What is sent.
    pub body: String,
    /// How often it was tried before.
    pub attempts: i64,
}

/// What came of an attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Attempt {
    /// The status of the answer, if there was one.
    pub status_code: Option<u16>,
    /// What was amiss; nothing where it was taken.
    pub failure: Option<&'static str>,
    /// When it is tried again; nothing where it is not.
    pub again: Option<Timestamp>,
    /// Whether its server wants nothing any more.
    pub is_gone: bool,
}

impl DeliveryState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

impl FromStr for DeliveryState {
    type Err = crate::store::UnknownWord;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = [Self::Waiting, Self::Delivered, Self::Failed].into_iter();
        all.find(|state| state.as_str() == text)
            .ok_or(crate::store::UnknownWord)
    }
}

impl Store {
    /// A delivery of nothing but a sign of life.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn ping_webhook(
        &self,
        webhook: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Option<Delivery>, sqlx::Error> {
        let mut writing = self.begin().await?;
        let delivery = insert(&mut writing, webhook, &Event::ping(), now, now).await?;
        audit::record(&mut writing, deed, now).await?;
        writing.commit().await?;
        self.webhook_delivery(webhook, delivery).await
    }

    /// Sends a delivery again, with the id that it had; nothing where there is none.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn redeliver_webhook(
        &self,
        webhook: Uuid,
        delivery: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Option<Delivery>, sqlx::Error> {
        let mut writing = self.begin().await?;
        let done = sqlx::query(
            "UPDATE webhook_deliveries SET state = 'waiting', attempts = 0, due_at = $1, settled_at = NULL
             WHERE id = $2 AND webhook_id = $3",
        )
        .bind(now.0)
        .bind(delivery.to_string())
        .bind(webhook.to_string())
        .execute(&mut *writing)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        audit::record(&mut writing, deed, now).await?;
        writing.commit().await?;
        self.webhook_delivery(webhook, delivery).await
    }

    /// Deliveries of a subscription, newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn webhook_deliveries(
        &self,
        webhook: Uuid,
        state: Option<DeliveryState>,
        before: Option<Uuid>,
        most: i64,
    ) -> Result<Vec<Delivery>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT * FROM webhook_deliveries WHERE webhook_id = $1 AND ($2 = '' OR state = $2) AND ($3 = '' OR id < $3)
             ORDER BY id DESC LIMIT $4",
        )
        .bind(webhook.to_string())
        .bind(state.map_or("", DeliveryState::as_str))
        .bind(before.map(|id| id.to_string()).unwrap_or_default())
        .bind(most)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(read).collect()
    }

    /// The subscriptions for which something is due.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn webhooks_due(&self, now: Timestamp) -> Result<Vec<Uuid>, sqlx::Error> {
        let rows = sqlx::query(
            "SELECT DISTINCT d.webhook_id FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
             WHERE d.state = 'waiting' AND d.due_at <= $1 AND w.disabled_at IS NULL",
        )
        .bind(now.0)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| id(row, "webhook_id")).collect()
    }

    /// Takes the oldest delivery of a subscription that is due; nobody else gets it before `lease` has passed.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn take_due_delivery(
        &self,
        webhook: Uuid,
        lease: Duration,
        now: Timestamp,
    ) -> Result<Option<DueDelivery>, sqlx::Error> {
        let row = sqlx::query(
            "SELECT d.*, w.url, w.secret FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
             WHERE d.webhook_id = $1 AND d.state = 'waiting' AND d.due_at <= $2 AND w.disabled_at IS NULL ORDER BY d.id LIMIT 1",
        )
        .bind(webhook.to_string())
        .bind(now.0)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let due = self.read_due_delivery(webhook, &row)?;
        let done = sqlx::query("UPDATE webhook_deliveries SET due_at = $1 WHERE id = $2 AND due_at = $3")
            .bind((now + lease).0)
            .bind(due.id.to_string())
            .bind(row.try_get::<i64, _>("due_at")?)
            .execute(&self.pool)
            .await?;
        Ok((done.rows_affected() == 1).then_some(due))
    }

    /// Writes down what came of an attempt; why the subscription is disabled by it, if it is.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn settle_delivery(
        &self,
        webhook: Uuid,
        delivery: Uuid,
        result: Attempt,
        now: Timestamp,
    ) -> Result<Option<DisabledFor>, sqlx::Error> {
        let state = match (result.failure, result.again) {
            (None, _) => DeliveryState::Delivered,
            (Some(_), Some(_)) => DeliveryState::Waiting,
            (Some(_), None) => DeliveryState::Failed,
        };
        let mut writing = self.begin().await?;
        sqlx::query(
            "UPDATE webhook_deliveries SET attempts = attempts + 1, state = $1, status_code = $2, failure = $3,
             due_at = $4, settled_at = $5 WHERE id = $6",
        )
        .bind(state.as_str())
        .bind(result.status_code.map(i64::from))
        .bind(result.failure)
        .bind(result.again.unwrap_or(now).0)
        .bind((state != DeliveryState::Waiting).then_some(now.0))
        .bind(delivery.to_string())
        .execute(&mut *writing)
        .await?;
        let row = sqlx::query(
            "UPDATE webhooks SET failing_since = CASE WHEN $1 = 1 THEN COALESCE(failing_since, $2) ELSE NULL END
             WHERE id = $3 RETURNING failing_since",
        )
        .bind(i64::from(result.failure.is_some()))
        .bind(now.0)
        .bind(webhook.to_string())
        .fetch_optional(&mut *writing)
        .await?;
        let failing_since = row
            .map(|row| row.try_get::<Option<i64>, _>(0))
            .transpose()?
            .flatten();
        let is_lost = failing_since.is_some_and(|since| Timestamp(since) + ENDURANCE <= now);
        let why = match (result.is_gone, is_lost) {
            (true, _) => Some(DisabledFor::Gone),
            (false, true) => Some(DisabledFor::Failing),
            (false, false) => None,
        };
        let mut disabled = None;
        if let Some(why) = why
            && disable(&mut writing, webhook, why, now).await?
        {
            audit::record(&mut writing, Deed::by("system", "webhook.disable", webhook), now).await?;
            disabled = Some(why);
        }
        writing.commit().await?;
        Ok(disabled)
    }

    /// How many deliveries wait, how many were given up.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn webhook_backlog(&self) -> Result<(i64, i64), sqlx::Error> {
        let row = sqlx::query(
            "SELECT COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS waiting,
             COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0) AS failed
             FROM webhook_deliveries WHERE state <> 'delivered'",
        )
        .fetch_one(&self.pool)
        .await?;
        Ok((row.try_get(0)?, row.try_get(1)?))
    }

    /// Removes some deliveries that are older than `before`; how many.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn expire_deliveries(&self, before: Timestamp) -> Result<u64, sqlx::Error> {
        let done = sqlx::query(
            "DELETE FROM webhook_deliveries WHERE id IN
             (SELECT id FROM webhook_deliveries WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        )
        .bind(before.0)
        .bind(ROWS)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected())
    }

    fn read_due_delivery(&self, webhook: Uuid, row: &AnyRow) -> Result<DueDelivery, sqlx::Error> {
        let sealed: String = row.try_get("secret")?;
        Ok(DueDelivery {
            id: id(row, "id")?,
            url: row.try_get("url")?,
            secret: self.keys.seal.open(WEBHOOK_SECRET, webhook, &sealed)?,
            body: row.try_get("body")?,
            attempts: row.try_get("attempts")?,
        })
    }

    async fn webhook_delivery(&self, webhook: Uuid, delivery: Uuid) -> Result<Option<Delivery>, sqlx::Error> {
        let row = sqlx::query("SELECT * FROM webhook_deliveries WHERE id = $1 AND webhook_id = $2")
            .bind(delivery.to_string())
            .bind(webhook.to_string())
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(read).transpose()
    }
}

fn read(row: &AnyRow) -> Result<Delivery, sqlx::Error> {
    Ok(Delivery {
        id: id(row, "id")?,
        event: row.try_get("event")?,
        state: parsed(&row.try_get::<String, _>("state")?)?,
        attempts: row.try_get("attempts")?,
        status_code: row.try_get("status_code")?,
        failure: row.try_get("failure")?,
        created_at: Timestamp(row.try_get("created_at")?),
        due_at: Timestamp(row.try_get("due_at")?),
        settled_at: row.try_get::<Option<i64>, _>("settled_at")?.map(Timestamp),
    })
}
