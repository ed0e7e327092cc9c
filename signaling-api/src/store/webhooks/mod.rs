//! Who is told of what happens, and what they were told.

mod deliveries;
mod telling;

pub(crate) use deliveries::{Attempt, Delivery, DeliveryState, DueDelivery};
pub(super) use telling::tell;

use super::sealing::WEBHOOK_SECRET;
use super::{Deed, Store, audit, id, parsed};
use crate::clock::Timestamp;
use crate::webhooks::{EventType, new_secret};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};
use std::str::FromStr;
use uuid::Uuid;

/// Most subscriptions of an installation: each event is written for each of them.
const MOST: i64 = 20;

/// A subscription, without its secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Webhook {
    /// Its id.
    pub id: Uuid,
    /// Where it is told.
    pub url: String,
    /// Of what.
    pub events: Vec<EventType>,
    /// What its maker says of it.
    pub description: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Since when every attempt has failed.
    pub failing_since: Option<Timestamp>,
    /// Since when nothing is sent, and why.
    pub disabled: Option<(Timestamp, DisabledFor)>,
}

/// Why nothing is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DisabledFor {
    /// Somebody wanted it so.
    Hand,
    /// It failed for too long.
    Failing,
    /// Its server said that it is gone for good (RFC 9110 section 15.5.11).
    Gone,
}

impl DisabledFor {
    fn as_str(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Failing => "failing",
            Self::Gone => "gone",
        }
    }
}

impl FromStr for DisabledFor {
    type Err = super::UnknownWord;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = [Self::Hand, Self::Failing, Self::Gone].into_iter();
        all.find(|why| why.as_str() == text).ok_or(super::UnknownWord)
    }
}

impl Webhook {
    /// What people change of it.
    #[must_use]
    pub(crate) fn edited(&self) -> (&str, &[EventType], &str, bool) {
        let is_enabled = self.disabled.is_none();
        (&self.url, &self.events, &self.description, is_enabled)
    }
}

/// Why a subscription was not changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unkept {
    /// There is none.
    Unknown,
    /// Somebody else changed it at the same moment.
    Meanwhile,
}

impl Store {
    /// Makes a subscription with a secret; nothing where there are too many.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn add_webhook(
        &self,
        webhook: &Webhook,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Option<String>, sqlx::Error> {
        let secret = new_secret();
        let mut writing = self.begin().await?;
        let row = sqlx::query("SELECT COUNT(*) FROM webhooks")
            .fetch_one(&mut *writing)
            .await?;
        if row.try_get::<i64, _>(0)? >= MOST {
            return Ok(None);
        }
        sqlx::query(
            "INSERT INTO webhooks (id, url, events, description, secret, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(webhook.id.to_string())
        .bind(webhook.url.clone())
        .bind(words(&webhook.events))
        .bind(webhook.description.clone())
        .bind(self.keys.seal.seal(WEBHOOK_SECRET, webhook.id, &secret)?)
        .bind(now.0)
        .execute(&mut *writing)
        .await?;
        audit::record(&mut writing, deed, now).await?;
        writing.commit().await?;
        Ok(Some(secret))
    }

    /// All subscriptions, newest first.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn webhooks(&self) -> Result<Vec<Webhook>, sqlx::Error> {
        let rows = sqlx::query("SELECT * FROM webhooks ORDER BY id DESC LIMIT $1")
            .bind(MOST)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(read).collect()
    }

    /// One subscription.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn webhook(&self, webhook: Uuid) -> Result<Option<Webhook>, sqlx::Error> {
        let mut connection = self.pool.acquire().await?;
        one(&mut connection, webhook).await
    }

    /// Keeps a changed subscription that is as it was read `before`. Who sets it going again begins anew.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn change_webhook(
        &self,
        before: &Webhook,
        changed: &Webhook,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Result<Webhook, Unkept>, sqlx::Error> {
        let mut writing = self.begin().await?;
        match one(&mut writing, before.id).await? {
            None => return Ok(Err(Unkept::Unknown)),
            Some(other) if other.edited() != before.edited() => return Ok(Err(Unkept::Meanwhile)),
            Some(_) => {}
        }
        sqlx::query(
            "UPDATE webhooks SET url = $1, events = $2, description = $3, failing_since = $4, disabled_at = $5, disabled_for = $6
             WHERE id = $7",
        )
        .bind(changed.url.clone())
        .bind(words(&changed.events))
        .bind(changed.description.clone())
        .bind(changed.failing_since.map(|time| time.0))
        .bind(changed.disabled.map(|(time, _)| time.0))
        .bind(changed.disabled.map(|(_, why)| why.as_str()))
        .bind(changed.id.to_string())
        .execute(&mut *writing)
        .await?;
        audit::record(&mut writing, deed, now).await?;
        let kept = one(&mut writing, changed.id).await?;
        writing.commit().await?;
        Ok(kept.ok_or(Unkept::Unknown))
    }

    /// Gives a subscription a new secret; nothing where there is no such subscription.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn renew_webhook_secret(
        &self,
        webhook: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<Option<String>, sqlx::Error> {
        let secret = new_secret();
        let mut writing = self.begin().await?;
        let done = sqlx::query("UPDATE webhooks SET secret = $1 WHERE id = $2")
            .bind(self.keys.seal.seal(WEBHOOK_SECRET, webhook, &secret)?)
            .bind(webhook.to_string())
            .execute(&mut *writing)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(None);
        }
        audit::record(&mut writing, deed, now).await?;
        writing.commit().await?;
        Ok(Some(secret))
    }

    /// Removes a subscription with its deliveries; whether there was one.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn remove_webhook(
        &self,
        webhook: Uuid,
        deed: Deed,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        let change = sqlx::query("DELETE FROM webhooks WHERE id = $1").bind(webhook.to_string());
        self.change(change, deed, now).await
    }
}

async fn one(connection: &mut AnyConnection, webhook: Uuid) -> Result<Option<Webhook>, sqlx::Error> {
    let row = sqlx::query("SELECT * FROM webhooks WHERE id = $1")
        .bind(webhook.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

/// Nothing is sent from now on, within the transaction that found out why; whether that is new.
async fn disable(
    connection: &mut AnyConnection,
    webhook: Uuid,
    why: DisabledFor,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE webhooks SET disabled_at = $1, disabled_for = $2 WHERE id = $3 AND disabled_at IS NULL",
    )
    .bind(now.0)
    .bind(why.as_str())
    .bind(webhook.to_string())
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

fn words(events: &[EventType]) -> String {
    let words: Vec<&str> = events.iter().map(|event| event.as_str()).collect();
    words.join(" ")
}

fn read(row: &AnyRow) -> Result<Webhook, sqlx::Error> {
    let time = |column| -> Result<Option<Timestamp>, sqlx::Error> {
        Ok(row.try_get::<Option<i64>, &str>(column)?.map(Timestamp))
    };
    let events: String = row.try_get("events")?;
    let disabled_for: Option<String> = row.try_get("disabled_for")?;
    let disabled_for = disabled_for.as_deref().map(parsed).transpose()?;
    Ok(Webhook {
        id: id(row, "id")?,
        url: row.try_get("url")?,
        events: events.split_whitespace().map(parsed).collect::<Result<_, _>>()?,
        description: row.try_get("description")?,
        created_at: Timestamp(row.try_get("created_at")?),
        failing_since: time("failing_since")?,
        disabled: time("disabled_at")?.zip(disabled_for),
    })
}
