//! What webhooks were sent.

use crate::app::App;
use crate::caller::Integrator;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::limiter::seconds_up;
use crate::routes::body::{Path, Query};
use crate::routes::webhooks::open;
use crate::scope::Scope;
use crate::store::{DeliveryState, WebhookDelivery};
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// Deliveries on one page.
const PAGE: i64 = 50;

/// Which deliveries to list.
#[derive(Deserialize, utoipa::IntoParams)]
pub(crate) struct Which {
    /// Those that stand so.
    #[param(inline)]
    state: Option<DeliveryState>,
    /// `next_cursor` of the page before.
    cursor: Option<Uuid>,
}

/// A delivery.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = WebhookDelivery)]
pub(crate) struct View {
    /// Its id: `webhook-id` and the `id` of the body, the same at every attempt.
    id: Uuid,
    /// The type of the event, or `ping`.
    event: String,
    /// Where it stands.
    state: DeliveryState,
    /// How often it was tried.
    attempts: i64,
    /// The HTTP status of the last answer; `null` where there was none.
    status_code: Option<i64>,
    /// What was amiss last: `status` (not 2xx), `unreachable` (also where there is no answer in ten seconds) or `forbidden`
    /// (the address is not to be reached).
    failure: Option<String>,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it is tried next; `null` when it is not.
    #[schema(value_type = Option<String>, format = DateTime)]
    next_attempt_at: Option<Timestamp>,
    /// When it was taken or given up.
    #[schema(value_type = Option<String>, format = DateTime)]
    settled_at: Option<Timestamp>,
}

/// One page of deliveries.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = WebhookDeliveries)]
pub(crate) struct Page {
    /// Newest first; each is kept for 30 days.
    items: Vec<View>,
    /// Where the next page begins; `null` at the end.
    next_cursor: Option<Uuid>,
}

impl From<WebhookDelivery> for View {
    fn from(delivery: WebhookDelivery) -> Self {
        Self {
            id: delivery.id,
            event: delivery.event,
            state: delivery.state,
            attempts: delivery.attempts,
            status_code: delivery.status_code,
            failure: delivery.failure,
            created_at: delivery.created_at,
            next_attempt_at: (delivery.state == DeliveryState::Waiting).then_some(delivery.due_at),
            settled_at: delivery.settled_at,
        }
    }
}

/// Try a webhook
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/ping", tag = "webhooks", security(("access" = []), ("api_key" = [])), params(("id" = Uuid, Path)), responses(
    (status = 202, description = "A delivery of the type `ping` is on its way; scope `webhooks:write`", body = View),
    (status = 403, description = "`forbidden`: administrators and servers alone"),
    (status = 404, description = "`not_found`"),
    (status = 409, description = "`conflict`: it is disabled"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn ping(
    State(app): State<Arc<App>>,
    integrator: Integrator,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, axum::Json<View>), Failure> {
    sendable(&app, &integrator, id).await?;
    let deed = integrator.deed("webhook.ping", id);
    let delivery = app.store.ping_webhook(id, deed, Timestamp::now()).await?;
    let delivery = delivery.ok_or(Code::NotFound)?;
    Ok((StatusCode::ACCEPTED, axum::Json(delivery.into())))
}

/// List what a webhook was sent
#[utoipa::path(get, path = "/api/v1/webhooks/{id}/deliveries", tag = "webhooks", security(("access" = []), ("api_key" = [])), params(("id" = Uuid, Path), Which), responses(
    (status = 200, description = "One page, newest first; scope `webhooks:read`", body = Page),
    (status = 403, description = "`forbidden`: administrators and servers alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    integrator: Integrator,
    Path(id): Path<Uuid>,
    Query(which): Query<Which>,
) -> Result<axum::Json<Page>, Failure> {
    integrator.may(Scope::WebhooksRead)?;
    open(&app, id).await?;
    let found = app
        .store
        .webhook_deliveries(id, which.state, which.cursor, PAGE + 1);
    let mut found = found.await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let next_cursor = found.last().filter(|_| more).map(|last| last.id);
    let items = found.into_iter().map(View::from).collect();
    Ok(axum::Json(Page { items, next_cursor }))
}

/// Send a delivery again
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/deliveries/{delivery}/redeliver", tag = "webhooks", security(("access" = []), ("api_key" = [])), params(("id" = Uuid, Path), ("delivery" = Uuid, Path)), responses(
    (status = 202, description = "It is on its way, with the id and the body that it had; scope `webhooks:write`", body = View),
    (status = 403, description = "`forbidden`: administrators and servers alone"),
    (status = 404, description = "`not_found`"),
    (status = 409, description = "`conflict`: the webhook is disabled"),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn redeliver(
    State(app): State<Arc<App>>,
    integrator: Integrator,
    Path((id, delivery)): Path<(Uuid, Uuid)>,
) -> Result<(StatusCode, axum::Json<View>), Failure> {
    sendable(&app, &integrator, id).await?;
    let deed = integrator.deed("webhook.redeliver", id);
    let again = app.store.redeliver_webhook(id, delivery, deed, Timestamp::now());
    let again = again.await?.ok_or(Code::NotFound)?;
    Ok((StatusCode::ACCEPTED, axum::Json(again.into())))
}

/// Whether something can be sent to a webhook by hand.
async fn sendable(app: &App, integrator: &Integrator, id: Uuid) -> Result<(), Failure> {
    integrator.may(Scope::WebhooksWrite)?;
    if open(app, id).await?.disabled.is_some() {
        return Err(Failure::new(
            Code::Conflict,
            "the webhook is disabled; enable it first",
        ));
    }
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits.deliveries.take(&id, Instant::now()).map_err(limited)
}
