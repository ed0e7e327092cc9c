//! Every route.

use crate::app::App;
use crate::error::{Code, Failure, Problem};
use crate::routes::{
    admin, api_keys, audit, auth, calls, captions, chat, consultations, contacts, conversations, entity_tag,
    files, health, history, invitations, join, lobby, me, meetings, messages, messaging, metrics, moderation,
    network_results, network_test, oidc, openapi as document, outbox, participants, password, password_reset,
    personal_data, push, queue, rating, recordings, rooms, settings, statistics, teams, totp, users,
    webhook_deliveries, webhooks, whep, whip,
};
use crate::{contract, headers, idempotency, socket};
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use socketioxide::layer::SocketIoLayer;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, Any, CorsLayer};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Longest body, in bytes.
const LONGEST_BODY: usize = 1024 * 1024;
/// Longest time for one request.
const PATIENCE: Duration = Duration::from_secs(30);
/// The same for a file that comes, over a slow line; whether it comes on is its reader's to see to.
const PATIENCE_FOR_FILES: Duration = Duration::from_secs(900);

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Vestibule",
        description = "A self-hosted video consultation server.",
        license(name = "MIT OR Apache-2.0")
    ),
    components(schemas(Problem)),
    modifiers(&Credentials)
)]
struct Document;

struct Credentials;

impl utoipa::Modify for Credentials {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        for (name, text) in [
            ("access", "The access token of somebody who signed in."),
            ("participant", "A participant token: one room, one identity."),
            (
                "api_key",
                "The API key of a server, with the scope that the route names.",
            ),
            ("metrics_token", "The token for figures."),
        ] {
            let scheme = HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some(text));
            components.add_security_scheme(name, SecurityScheme::Http(scheme.build()));
        }
    }
}

/// The OpenAPI 3.1 document of every route.
///
/// # Panics
/// Never: the document is data of this program.
#[must_use]
pub fn openapi() -> String {
    let (_, document) = OpenApiRouter::with_openapi(Document::openapi())
        .merge(operation())
        .merge(api())
        .merge(media())
        .split_for_parts();
    let text = serde_json::to_string_pretty(&contract::complete(&document));
    text.expect("a document of strings and maps is JSON")
}

/// Every route with what surrounds it; what is no route of ours is `web`'s.
pub(crate) fn router(app: Arc<App>, sockets: SocketIoLayer, web: Router) -> Router {
    let api = api()
        .layer(from_fn_with_state(app.clone(), idempotency::keep))
        .layer(from_fn(entity_tag::not_modified));
    part(operation(), CorsLayer::new())
        .merge(part(api, own_origins(&app)))
        .merge(part(media(), any_origin()))
        .fallback(move |request: Request| elsewhere(web.clone(), request))
        .layer(DefaultBodyLimit::max(LONGEST_BODY))
        .layer(from_fn(hurry))
        .layer(CatchPanicLayer::custom(|_| Code::Internal.into_response()))
        .layer(from_fn(note))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(sockets)
        .layer(from_fn_with_state(app.clone(), socket::check_origin))
        .layer(from_fn_with_state(app.clone(), headers::protect))
        .with_state(app)
}

/// Routes for pages of these origins; asking what is allowed comes before saying that a method is not.
fn part(routes: OpenApiRouter<Arc<App>>, origins: CorsLayer) -> Router<Arc<App>> {
    let (router, _) = routes.split_for_parts();
    router
        .method_not_allowed_fallback(async || Code::MethodNotAllowed)
        .layer(origins)
}

fn operation() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(health::show))
        .routes(routes!(metrics::show))
}

fn api() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(document::show))
        .routes(routes!(auth::login))
        .routes(routes!(auth::refresh))
        .routes(routes!(auth::logout))
        .routes(routes!(settings::show))
        .routes(routes!(oidc::start))
        .routes(routes!(oidc::callback))
        .routes(routes!(password::set))
        .routes(routes!(password_reset::ask))
        .routes(routes!(me::show))
        .routes(routes!(me::sessions))
        .routes(routes!(me::revoke))
        .routes(routes!(me::password))
        .routes(routes!(push::key))
        .routes(routes!(push::subscribe, push::list))
        .routes(routes!(push::unsubscribe))
        .routes(routes!(totp::show, totp::offer))
        .routes(routes!(totp::confirm))
        .routes(routes!(totp::renew))
        .routes(routes!(totp::remove))
        .routes(routes!(users::create, users::list))
        .routes(routes!(users::show, users::change, users::disable))
        .routes(routes!(users::invitation))
        .routes(routes!(users::unlock))
        .routes(routes!(users::remove_totp))
        .routes(routes!(outbox::list))
        .routes(routes!(personal_data::export))
        .routes(routes!(personal_data::erase))
        .routes(routes!(teams::create, teams::list))
        .routes(routes!(teams::remove))
        .routes(routes!(teams::join, teams::leave))
        .routes(routes!(api_keys::create, api_keys::list))
        .routes(routes!(api_keys::revoke))
        .routes(routes!(webhooks::create, webhooks::list))
        .routes(routes!(webhooks::show, webhooks::change, webhooks::remove))
        .routes(routes!(webhooks::secret))
        .routes(routes!(webhook_deliveries::ping))
        .routes(routes!(webhook_deliveries::list))
        .routes(routes!(webhook_deliveries::redeliver))
        .routes(routes!(admin::health))
        .routes(routes!(admin::settings))
        .routes(routes!(audit::list))
        .routes(routes!(rooms::create))
        .routes(routes!(rooms::show, rooms::close))
        .routes(routes!(rooms::token))
        .routes(routes!(consultations::create, consultations::list))
        .routes(routes!(
            consultations::show,
            consultations::change,
            consultations::cancel
        ))
        .routes(routes!(consultations::end))
        .routes(routes!(consultations::join))
        .routes(routes!(calls::create, calls::list))
        .routes(routes!(calls::show))
        .routes(routes!(calls::accept))
        .routes(routes!(calls::reject))
        .routes(routes!(calls::hangup))
        .routes(routes!(contacts::list))
        .routes(routes!(invitations::create, invitations::list))
        .routes(routes!(invitations::revoke))
        .routes(routes!(meetings::create, meetings::list))
        .routes(routes!(meetings::show))
        .routes(routes!(meetings::end))
        .routes(routes!(meetings::token))
        .routes(routes!(meetings::own))
        .routes(routes!(participants::list))
        .routes(routes!(history::list))
        .routes(routes!(history::export))
        .routes(routes!(history::show))
        .routes(routes!(history::minutes))
        .routes(routes!(statistics::show))
        .routes(routes!(join::join))
        .routes(routes!(lobby::show))
        .routes(routes!(lobby::place))
        .routes(routes!(lobby::admit))
        .routes(routes!(lobby::deny))
        .routes(routes!(lobby::put_back))
        .routes(routes!(lobby::message))
        .routes(routes!(moderation::remove))
        .routes(routes!(moderation::mute))
        .routes(routes!(captions::show))
        .routes(routes!(rating::rate))
        .routes(routes!(recordings::ask, recordings::list))
        .routes(routes!(recordings::answer))
        .routes(routes!(recordings::stop))
        .routes(routes!(recordings::download))
        .routes(routes!(recordings::delete))
        .routes(routes!(queue::show))
        .routes(routes!(queue::take))
        .routes(routes!(queue::transfer))
        .routes(routes!(network_results::report, network_results::list))
        .routes(routes!(network_test::begin))
        .routes(routes!(network_test::offer))
        .routes(routes!(network_test::end))
        .routes(routes!(messaging::create))
        .routes(routes!(messaging::show))
        .routes(routes!(messaging::join))
        .routes(routes!(conversations::of_patient))
        .routes(routes!(conversations::of_doctor))
        .routes(routes!(conversations::create))
        .routes(routes!(conversations::show, conversations::change))
        .routes(routes!(messages::list, messages::post))
        .routes(routes!(messages::read))
        .routes(routes!(files::send))
        .routes(routes!(files::show))
        .routes(routes!(files::send_in_chat))
        .routes(routes!(chat::list, chat::post))
        .routes(routes!(chat::read))
}

fn media() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(whip::make))
        .routes(routes!(whip::end, whip::patch))
        .routes(routes!(whep::make))
        .routes(routes!(whep::end, whep::patch))
}

/// WHIP and WHEP pages are anywhere; a token, never a cookie, lets them in.
fn any_origin() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_MATCH])
        .expose_headers([header::LOCATION, header::ETAG, header::LINK])
        .max_age(Duration::from_secs(3600))
}

/// The clinic's own pages on other hosts, as the operator lists them.
fn own_origins(app: &App) -> CorsLayer {
    let listed = app.config.allowed_origins.iter();
    let listed = listed.filter_map(|origin| HeaderValue::from_str(origin.trim_end_matches('/')).ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(listed))
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            HeaderName::from_static(idempotency::HEADER),
            files::NAME,
        ])
        .expose_headers([
            header::ETAG,
            header::RETRY_AFTER,
            HeaderName::from_static(idempotency::REPLAYED),
        ])
        .max_age(Duration::from_secs(3600))
}

/// Pages are the web client's; below the API's prefixes there is nothing else.
async fn elsewhere(web: Router, request: Request) -> Response {
    let path = request.uri().path();
    let ours = ["/api", "/whip", "/whep", "/socket.io"];
    let is_ours = |prefix: &&str| {
        let rest = path.strip_prefix(*prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if ours.iter().any(is_ours) {
        return Code::NotFound.into_response();
    }
    match web.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Answers even where something hangs.
async fn hurry(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let is_file = route.is_some_and(|route| route.as_str().ends_with("/files"));
    let patience = if is_file { PATIENCE_FOR_FILES } else { PATIENCE };
    let answer = tokio::time::timeout(patience, next.run(request)).await;
    answer.unwrap_or_else(|_| Failure::new(Code::Unavailable, "the request took too long").into_response())
}

/// One line of log for each request: the route, never the path, which may hold a share token.
async fn note(request: Request, next: Next) -> Response {
    let (start, method) = (Instant::now(), request.method().clone());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let id = request.headers().get(HeaderName::from_static("x-request-id"));
    // A client may send an id of its own; only what looks like one is logged.
    let id = id
        .and_then(|id| id.to_str().ok())
        .and_then(|id| id.parse::<uuid::Uuid>().ok());
    let id = id.unwrap_or_default();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let route = route.as_ref().map_or("(page)", MatchedPath::as_str);
    let ms = start.elapsed().as_millis() as u64;
    if status >= 500 {
        tracing::warn!(%method, route, status, ms, %id, "request failed");
    } else {
        tracing::debug!(%method, route, status, ms, %id, "request");
    }
    response
}
