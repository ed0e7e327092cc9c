//! Who is told of what happens, for administrators and for servers.

use crate::app::App;
use crate::caller::Integrator;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::routes::body::{Json, Path, line};
use crate::routes::entity_tag::{IfMatch, Tagged};
use crate::scope::Scope;
use crate::store::{DisabledFor, Unkept, Webhook};
use crate::webhooks::EventType;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Longest description, in characters.
const LONGEST_DESCRIPTION: usize = 200;

/// A webhook to be.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewWebhook)]
#[serde(deny_unknown_fields)]
pub(crate) struct Create {
    /// Where deliveries are sent: `https://`; `http://` too for this machine and for the `private_destinations` of the settings.
    url: String,
    /// Of what, at least one.
    events: Vec<EventType>,
    /// What it is for, at most 200 characters.
    description: Option<String>,
}

/// What is to be different; what is absent stays.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = WebhookChange)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    /// Where deliveries are sent.
    url: Option<String>,
    /// Of what, at least one.
    events: Option<Vec<EventType>>,
    /// What it is for; empty for nothing.
    description: Option<String>,
    /// Whether anything is sent. What waited while nothing was goes out when it is set going again.
    enabled: Option<bool>,
}

/// A webhook, without its secret.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Webhook)]
pub(crate) struct View {
    /// Its id.
    id: Uuid,
    /// Where deliveries are sent.
    url: String,
    /// Of what.
    events: Vec<EventType>,
    /// What it is for.
    description: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Whether anything is sent.
    enabled: bool,
    /// Since when nothing is sent.
    #[schema(value_type = Option<String>, format = DateTime)]
    disabled_at: Option<Timestamp>,
    /// Why: by `hand`, after three days of `failing`, or its server answered that it is `gone` (410).
    disabled_for: Option<DisabledFor>,
    /// Since when every attempt has failed.
    #[schema(value_type = Option<String>, format = DateTime)]
    failing_since: Option<Timestamp>,
}

/// A webhook with its secret, this once.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = WebhookMade)]
pub(crate) struct Made {
    #[serde(flatten)]
    webhook: View,
    /// Signs deliveries; it is told once.
    secret: String,
}

/// A new secret, this once.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = WebhookSecret)]
pub(crate) struct Secret {
    /// Signs deliveries from now on; it is told once.
    secret: String,
}

/// All webhooks.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Webhooks)]
pub(crate) struct List {
    /// Newest first, at most 20.
    items: Vec<View>,
}

impl From<Webhook> for View {
    fn from(webhook: Webhook) -> Self {
        let (disabled_at, disabled_for) = webhook.disabled.unzip();
        Self {
            id: webhook.id,
            url: webhook.url,
            events: webhook.events,
            description: webhook.description,
            created_at: webhook.created_at,
            enabled: disabled_at.is_none(),
            disabled_at,
            disabled_for,
            failing_since: webhook.failing_since,
        }
    }
}

/// Make a webhook
#[utoipa::path(post, path = "/api/v1/webhooks", tag = "webhooks", security(("access" = []), ("api_key" = [])), request_body = Create, responses(
    (status = 201, description = "The webhook with its secret; scope `webhooks:write`", body = Made),
    (status = 403, description = "`forbidden`: administrators and servers alone"),
    (status = 409, description = "`conflict`: there are 20"),
    (status = 422, description = "`validation`, also for a URL that is not to be reached"),
))]
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    integrator: Integrator,
    Json(create): Json<Create>,
) -> Result<(StatusCode, axum::Json<Made>), Failure> {
    integrator.may(Scope::WebhooksWrite)?;
    let now = Timestamp::now();
    let webhook = Webhook {
        id: Uuid::now_v7(),
        url: reachable(&app, create.url)?,
        events: some(create.events)?,
        description: described(&create.description.unwrap_or_default())?,
        created_at: now,
        failing_since: None,
        disabled: None,
    };
    let deed = integrator.deed("webhook.create", webhook.id);
    let secret = app.store.add_webhook(&webhook, deed, now).await?;
    let secret =
        secret.ok_or_else(|| Failure::new(Code::Conflict, "there are as many webhooks as may be"))?;
    let made = Made {
        webhook: webhook.into(),
        secret,
    };
    Ok((StatusCode::CREATED, axum::Json(made)))
}

/// List webhooks
#[utoipa::path(get, path = "/api/v1/webhooks", tag = "webhooks", security(("access" = []), ("api_key" = [])), responses(
    (status = 200, description = "All webhooks, without their secrets; scope `webhooks:read`", body = List),
    (status = 403, description = "`forbidden`: administrators and servers alone"),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    integrator: Integrator,
) -> Result<axum::Json<List>, Failure> {
    integrator.may(Scope::WebhooksRead)?;
    let webhooks = app.store.webhooks().await?;
    Ok(axum::Json(List {
        items: webhooks.into_iter().map(View::from).collect(),
    }))
}

/// Look at a webhook
#[utoipa::path(get, path = "/api/v1/webhooks/{id}", tag = "webhooks", security(("access" = []), ("api_key" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "Without its secret; scope `webhooks:read`", body = View),
    (status = 403, description = "`forbidden`: administrators and servers alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    integrator: Integrator,
    Path(id): Path<Uuid>,
) -> Result<Tagged<View>, Failure> {
    integrator.may(Scope::WebhooksRead)?;
    Ok(tagged(&open(&app, id).await?))
}

/// Change a webhook
#[utoipa::path(patch, path = "/api/v1/webhooks/{id}", tag = "webhooks", security(("access" = []), ("api_key" = [])), params(("id" = Uuid, Path)), request_body = Change, responses(
    (status = 200, description = "As it is now; scope `webhooks:write`", body = View),
    (status = 403, description = "`forbidden`: administrators and servers alone"),
    (status = 404, description = "`not_found`"),
    (status = 409, description = "`conflict`: somebody else changed it at the same moment"),
    (status = 412, description = "`precondition_failed`: somebody else changed it"),
))]
pub(crate) async fn change(
    State(app): State<Arc<App>>,
    integrator: Integrator,
    Path(id): Path<Uuid>,
    condition: IfMatch,
    Json(change): Json<Change>,
) -> Result<Tagged<View>, Failure> {
    integrator.may(Scope::WebhooksWrite)?;
    let now = Timestamp::now();
    let before = open(&app, id).await?;
    condition.check(&before.edited())?;
    let mut webhook = before.clone();
    if let Some(url) = change.url {
        webhook.url = reachable(&app, url)?;
    }
    if let Some(events) = change.events {
        webhook.events = some(events)?;
    }
    if let Some(description) = change.description {
        webhook.description = described(&description)?;
    }
    match change.enabled {
        Some(true) => (webhook.disabled, webhook.failing_since) = (None, None),
        Some(false) => webhook.disabled = webhook.disabled.or(Some((now, DisabledFor::Hand))),
        None => {}
    }
    let deed = integrator.deed("webhook.change", id);
    let changed = app.store.change_webhook(&before, &webhook, deed, now).await?;
    let changed = changed.map_err(|why| match why {
        Unkept::Unknown => Code::NotFound.into(),
        Unkept::Meanwhile => condition.overtaken(),
    })?;
    Ok(tagged(&changed))
}

/// Remove a webhook
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", tag = "webhooks", security(("access" = []), ("api_key" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "Nothing is sent any more, its deliveries are forgotten; scope `webhooks:write`"),
    (status = 403, description = "`forbidden`: administrators and servers alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    integrator: Integrator,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    integrator.may(Scope::WebhooksWrite)?;
    let deed = integrator.deed("webhook.remove", id);
    if app.store.remove_webhook(id, deed, Timestamp::now()).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Code::NotFound.into())
    }
}

/// Give a webhook a new secret
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/secret", tag = "webhooks", security(("access" = []), ("api_key" = [])), params(("id" = Uuid, Path)), responses(
    (status = 200, description = "The secret from now on; the one before signs nothing any more; scope `webhooks:write`", body = Secret),
    (status = 403, description = "`forbidden`: administrators and servers alone"),
    (status = 404, description = "`not_found`"),
))]
pub(crate) async fn secret(
    State(app): State<Arc<App>>,
    integrator: Integrator,
    Path(id): Path<Uuid>,
) -> Result<axum::Json<Secret>, Failure> {
    integrator.may(Scope::WebhooksWrite)?;
    let deed = integrator.deed("webhook.secret", id);
    let secret = app.store.renew_webhook_secret(id, deed, Timestamp::now()).await?;
    let secret = secret.ok_or(Code::NotFound)?;
    Ok(axum::Json(Secret { secret }))
}

/// The webhook with this id.
///
/// # Errors
/// [`Code::NotFound`].
pub(super) async fn open(app: &App, id: Uuid) -> Result<Webhook, Failure> {
    let found = app.store.webhook(id).await?;
    found.ok_or_else(|| Code::NotFound.into())
}

fn tagged(webhook: &Webhook) -> Tagged<View> {
    let seen = View::from(webhook.clone());
    Tagged::new(&webhook.edited(), seen)
}

fn reachable(app: &App, url: String) -> Result<String, Failure> {
    let checked = app.webhooks.check(&url);
    checked.map_err(|refused| Failure::validation(refused.to_string()))?;
    Ok(url)
}

fn some(mut events: Vec<EventType>) -> Result<Vec<EventType>, Failure> {
    events.sort_unstable();
    events.dedup();
    if events.is_empty() {
        return Err(Failure::validation("events must name at least one"));
    }
    Ok(events)
}

fn described(text: &str) -> Result<String, Failure> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    line("description", text, LONGEST_DESCRIPTION)
}
