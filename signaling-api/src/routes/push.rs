//! Browsers that are told of calls while no page is open.

use crate::app::App;
use crate::caller::{InSession, SignedIn};
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::limiter::seconds_up;
use crate::push;
use crate::routes::auth::device;
use crate::routes::body::{Json, Path};
use crate::store::NewSubscription;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;

/// The key that browsers subscribe with.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct PushKey {
    /// `applicationServerKey` of the Push API: a P-256 point in URL-safe base 64.
    public_key: String,
}

/// A browser to be told: `PushSubscription.toJSON()` of the Push API.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = NewPushSubscription)]
pub(crate) struct Subscribe {
    /// Where its push service takes messages.
    endpoint: String,
    /// How they are encrypted.
    keys: SubscriptionKeys,
}

/// The keys of a browser (RFC 8291), in URL-safe base 64.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = PushSubscriptionKeys)]
pub(crate) struct SubscriptionKeys {
    /// Its public key.
    p256dh: String,
    /// Its secret.
    auth: String,
}

/// A browser that is told.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = PushSubscription)]
pub(crate) struct View {
    /// Its id.
    id: Uuid,
    /// What it calls itself (`User-Agent`).
    device: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Whether it is the one that asks.
    current: bool,
}

/// Browsers that are told.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = PushSubscriptions)]
pub(crate) struct List {
    /// Newest first, at most 10.
    items: Vec<View>,
}

/// The key that browsers subscribe with
#[utoipa::path(get, path = "/api/v1/push", tag = "auth", security(("access" = [])), responses(
    (status = 200, description = "It stays the same over restarts", body = PushKey),
))]
pub(crate) async fn key(State(app): State<Arc<App>>, _: SignedIn) -> axum::Json<PushKey> {
    axum::Json(PushKey {
        public_key: app.push.public_key().to_owned(),
    })
}

/// Have this browser told of calls and of those who wait
#[utoipa::path(post, path = "/api/v1/me/push-subscriptions", tag = "auth", security(("access" = [])), request_body = Subscribe, responses(
    (status = 201, description = "Kept until it is removed or signed out, or its push service knows it no more; doing it again changes nothing", body = View),
    (status = 429, description = "`rate_limited`, with Retry-After"),
))]
pub(crate) async fn subscribe(
    State(app): State<Arc<App>>,
    InSession(user, session): InSession,
    headers: HeaderMap,
    Json(wanted): Json<Subscribe>,
) -> Result<(StatusCode, axum::Json<View>), Failure> {
    let limited = |wait| Failure::rate_limited(seconds_up(wait));
    app.limits
        .push_subscriptions
        .take(&user.id, Instant::now())
        .map_err(limited)?;
    app.push
        .check(&wanted.endpoint)
        .map_err(|refused| Failure::validation(format!("endpoint: {refused}")))?;
    if push::keys(&wanted.keys.p256dh, &wanted.keys.auth).is_none() {
        return Err(Failure::validation("keys must be those of a PushSubscription"));
    }
    let new = NewSubscription {
        user: user.id,
        session,
        endpoint: wanted.endpoint,
        p256dh: wanted.keys.p256dh,
        auth: wanted.keys.auth,
        device: device(&headers),
    };
    let kept = app.store.add_push_subscription(new, Timestamp::now()).await?;
    let view = View {
        id: kept.id,
        device: kept.device,
        created_at: kept.created_at,
        current: true,
    };
    Ok((StatusCode::CREATED, axum::Json(view)))
}

/// See which of one's browsers are told
#[utoipa::path(get, path = "/api/v1/me/push-subscriptions", tag = "auth", security(("access" = [])), responses(
    (status = 200, description = "One's browsers", body = List),
))]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    InSession(user, session): InSession,
) -> Result<axum::Json<List>, Failure> {
    let kept = app.store.push_subscriptions(user.id).await?;
    let items = kept.into_iter().map(|kept| View {
        id: kept.id,
        device: kept.device,
        created_at: kept.created_at,
        current: session.is_some() && kept.session == session,
    });
    Ok(axum::Json(List {
        items: items.collect(),
    }))
}

/// Have a browser told no more
#[utoipa::path(delete, path = "/api/v1/me/push-subscriptions/{id}", tag = "auth", security(("access" = [])), params(("id" = Uuid, Path)), responses(
    (status = 204, description = "It is sent nothing any more"),
    (status = 404, description = "`not_found`, also for other people's"),
))]
pub(crate) async fn unsubscribe(
    State(app): State<Arc<App>>,
    SignedIn(user): SignedIn,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    let removed = app.store.remove_push_subscription(user.id, id, Timestamp::now());
    if removed.await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Code::NotFound.into())
    }
}
