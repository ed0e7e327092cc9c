//! Subscribers are told what happens: what the store keeps for them is sent, and tried again where that fails.

mod event;
mod signature;
#[cfg(test)]
mod tests;

pub(crate) use event::{Event, EventType};
pub(crate) use signature::new_secret;

use crate::app::App;
use crate::clock::Timestamp;
use crate::destination::Refused;
use crate::guarded::{Guarded, Unsent};
use crate::store::{Attempt, DueDelivery, Store};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use std::collections::HashMap;
use std::sync::Weak;
use std::time::Duration;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// How often it is looked for what is due.
const LOOK: Duration = Duration::from_secs(1);
/// Deliveries of one subscription before it is looked anew whether it is still there.
const BATCH: usize = 50;
/// How long nobody else takes a delivery: longer than an attempt may take.
const LEASE: Duration = Duration::from_secs(60);
/// What the sender calls itself.
const AGENT: &str = concat!("Vestibule/", env!("CARGO_PKG_VERSION"));

/// What sends deliveries.
pub(crate) struct Webhooks {
    guarded: Guarded,
}

impl Webhooks {
    /// Sends by this client.
    #[must_use]
    pub(crate) fn new(guarded: Guarded) -> Self {
        Self { guarded }
    }

    /// Whether a URL is one to send to.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn check(&self, url: &str) -> Result<(), Refused> {
        self.guarded.check(url).map(drop)
    }

    /// Sends what is due for one subscription, oldest first, until something fails: the rest would hardly fare better, and is
    /// due again at the next look. How many attempts were made.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn deliver(
        &self,
        store: &Store,
        webhook: Uuid,
        now: impl Fn() -> Timestamp,
    ) -> Result<usize, sqlx::Error> {
        for made in 0..BATCH {
            let Some(due) = store.take_due_delivery(webhook, LEASE, now()).await? else {
                return Ok(made);
            };
            let attempt = self.attempt(&due, now()).await;
            let disabled = store.settle_delivery(webhook, due.id, attempt, now()).await?;
            if let Some(why) = disabled {
                tracing::warn!(id = %webhook, ?why, "a webhook is disabled; administrators see it among the webhooks");
            }
            if attempt.failure.is_some() {
                return Ok(made + 1);
            }
        }
        Ok(BATCH)
    }

    async fn attempt(&self, due: &DueDelivery, now: Timestamp) -> Attempt {
        let answer = match request(due, now) {
            Some(request) => self.guarded.send(request).await,
            None => Err(Unsent::Forbidden),
        };
        let failure = match answer {
            Ok(status) if status.is_success() => None,
            Ok(_) => Some("status"),
            Err(Unsent::Forbidden) => Some("forbidden"),
            Err(Unsent::Unreachable) => Some("unreachable"),
        };
        let is_gone = answer == Ok(StatusCode::GONE);
        Attempt {
            status_code: answer.ok().map(|status| status.as_u16()),
            failure,
            again: rest(due.attempts).filter(|_| !is_gone).map(|rest| now + rest),
            is_gone,
        }
    }
}

/// Sends what is due until the API is gone: a subscription that does not answer keeps no other waiting.
pub(crate) async fn run(app: Weak<App>) {
    let mut lanes: HashMap<Uuid, JoinHandle<()>> = HashMap::new();
    let mut ticks = tokio::time::interval(LOOK);
    loop {
        ticks.tick().await;
        let Some(app) = app.upgrade() else { return };
        lanes.retain(|_, lane| !lane.is_finished());
        let Ok(due) = app.store.webhooks_due(Timestamp::now()).await else {
            tracing::warn!("the deliveries of webhooks cannot be read");
            continue;
        };
        for webhook in due {
            let app = app.clone();
            lanes.entry(webhook).or_insert_with(|| {
                tokio::spawn(async move {
                    let sent = app.webhooks.deliver(&app.store, webhook, Timestamp::now).await;
                    if sent.is_err() {
                        tracing::warn!(id = %webhook, "what came of a delivery cannot be written down; it is sent again");
                    }
                })
            });
        }
        if let Ok((waiting, failed)) = app.store.webhook_backlog().await {
            app.metrics.webhooks(waiting, failed);
        }
    }
}

/// A delivery as it travels; nothing where its URL or its secret cannot be used.
fn request(due: &DueDelivery, now: Timestamp) -> Option<Request<Body>> {
    let id = due.id.to_string();
    let signature = signature::sign(&due.secret, &id, now, &due.body)?;
    let request = Request::post(&due.url)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, AGENT)
        .header("webhook-id", id)
        .header("webhook-timestamp", now.seconds())
        .header("webhook-signature", signature);
    request.body(due.body.clone().into()).ok()
}

/// How long to wait after an attempt that `before` others preceded; nothing when it is enough (some 28 hours in all).
fn rest(before: i64) -> Option<Duration> {
    const HOUR: u64 = 3600;
    const SECONDS: [u64; 11] = [
        10,
        30,
        120,
        600,
        1800,
        HOUR,
        2 * HOUR,
        6 * HOUR,
        6 * HOUR,
        6 * HOUR,
        6 * HOUR,
    ];
    let seconds = SECONDS.get(usize::try_from(before).ok()?)?;
    Some(Duration::from_secs(*seconds))
}
