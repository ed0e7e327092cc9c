//! Who asks.

use crate::app::App;
use crate::clock::Timestamp;
use crate::code;
use crate::error::{Code, Failure};
use crate::forwarded;
use crate::policy::{self, Verdict};
use crate::scope::Scope;
use crate::store::{Deed, User};
use crate::token::{ParticipantClaims, Pass};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use model::RoomId;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use uuid::Uuid;

/// Somebody who signed in, by access token; the account is read anew at every request.
pub(crate) struct SignedIn(pub User);

/// Somebody who signed in, with the session of their browser; nothing where a server speaks for them.
pub(crate) struct InSession(pub User, pub Option<Uuid>);

/// Somebody who signed in and runs the server.
pub(crate) struct Administrator(pub User);

/// A server, by API key, with what that opens.
pub(crate) struct Server(Vec<Scope>);

/// Who connects other programs: somebody who runs the server, or a server itself.
pub(crate) enum Integrator {
    /// With an account.
    Administrator(User),
    /// With a key.
    Server(Server),
}

impl Integrator {
    /// Lets pass who may do all, or whose key opens this.
    ///
    /// # Errors
    /// [`Code::Forbidden`].
    pub(crate) fn may(&self, scope: Scope) -> Result<(), Failure> {
        match self {
            Self::Administrator(_) => Ok(()),
            Self::Server(server) => server.may(scope),
        }
    }

    /// What they did.
    #[must_use]
    pub(crate) fn deed(&self, action: &'static str, subject: Uuid) -> Deed {
        match self {
            Self::Administrator(admin) => Deed::by_user(admin.id, action, subject),
            Self::Server(_) => Deed::by("server", action, subject),
        }
    }
}

impl Server {
    /// Lets a server pass whose key opens this.
    ///
    /// # Errors
    /// [`Code::Forbidden`].
    pub(crate) fn may(&self, scope: Scope) -> Result<(), Failure> {
        if self.0.contains(&scope) {
            return Ok(());
        }
        let wanted = format!("the key lacks the scope {}", scope.as_str());
        Err(Failure::new(Code::Forbidden, wanted))
    }
}

/// The holder of a participant token.
pub(crate) struct Holder(pub ParticipantClaims);

/// Somebody who may talk: who signed in, or the holder of a participant token.
pub(crate) enum Speaker {
    /// With an account.
    User(User),
    /// In a place.
    Participant(Pass),
}

/// Who sends captions: somebody who may talk, or a server that listens.
pub(crate) enum Captioner {
    /// Somebody who may talk.
    Speaker(Speaker),
    /// With a key.
    Server(Server),
}

/// The address that the request comes from, before trusted proxies; nothing where the listener does not tell.
pub(crate) struct Peer(pub Option<IpAddr>);

impl Holder {
    /// The place, if it is in this room: other rooms do not exist for the holder.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub(crate) fn in_room(self, room: RoomId) -> Result<Pass, Failure> {
        if self.0.room == room {
            Ok(self.0.into())
        } else {
            Err(Code::NotFound.into())
        }
    }
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let token = bearer(&parts.headers).ok_or(Code::Unauthenticated)?;
        user_of(app, token).await.map(Self)
    }
}

impl FromRequestParts<Arc<App>> for InSession {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let token = bearer(&parts.headers).ok_or(Code::Unauthenticated)?;
        let user = user_of(app, token).await?;
        let session = app.tokens.access(token).ok().map(|claims| claims.sid);
        Ok(Self(user, session))
    }
}

impl FromRequestParts<Arc<App>> for Administrator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let SignedIn(user) = SignedIn::from_request_parts(parts, app).await?;
        match policy::may_manage_accounts(user.role) {
            Verdict::Allowed => Ok(Self(user)),
            Verdict::Forbidden | Verdict::Hidden => Err(Code::Forbidden.into()),
        }
    }
}

impl FromRequestParts<Arc<App>> for Server {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let shown = bearer(&parts.headers).ok_or(Code::Unauthenticated)?;
        server_of(app, shown).await
    }
}

impl FromRequestParts<Arc<App>> for Integrator {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        match Administrator::from_request_parts(parts, app).await {
            Ok(Administrator(admin)) => Ok(Self::Administrator(admin)),
            Err(failure) if failure.code == Code::Unauthenticated => {
                Server::from_request_parts(parts, app).await.map(Self::Server)
            }
            Err(failure) => Err(failure),
        }
    }
}

impl FromRequestParts<Arc<App>> for Holder {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let token = bearer(&parts.headers).ok_or(Code::Unauthenticated)?;
        app.tokens.participant(token).map(Self)
    }
}

impl FromRequestParts<Arc<App>> for Speaker {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let token = bearer(&parts.headers).ok_or(Code::Unauthenticated)?;
        match app.tokens.participant(token) {
            Ok(claims) => Ok(Self::Participant(claims.into())),
            Err(failure) if failure.code == Code::TokenExpired => Err(failure),
            Err(_) => user_of(app, token).await.map(Self::User),
        }
    }
}

impl FromRequestParts<Arc<App>> for Captioner {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        match Speaker::from_request_parts(parts, app).await {
            Ok(speaker) => Ok(Self::Speaker(speaker)),
            Err(failure) if failure.code == Code::Unauthenticated => {
                Server::from_request_parts(parts, app).await.map(Self::Server)
            }
            Err(failure) => Err(failure),
        }
    }
}

impl FromRequestParts<Arc<App>> for Peer {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Self::Rejection> {
        let info = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let origin = |ConnectInfo(peer): &ConnectInfo<SocketAddr>| {
            forwarded::origin(peer.ip(), &parts.headers, &app.config.trusted_proxies)
        };
        Ok(Self(info.map(origin)))
    }
}

/// The account behind an access token, ours or the clinic's platform's.
///
/// # Errors
/// The token is not accepted, the account is gone or its browser was signed out.
pub(crate) async fn user_of(app: &App, token: &str) -> Result<User, Failure> {
    let claims = match (app.tokens.access(token), &app.platform) {
        (Ok(claims), _) => claims,
        (Err(failure), Some(platform)) if failure.code != Code::TokenExpired => {
            return platform.user(app, token).await;
        }
        (Err(failure), _) => return Err(failure),
    };
    let user = app.store.user_of_session(claims.sub, claims.sid).await?;
    user.ok_or_else(|| Code::Unauthenticated.into())
}

/// The server behind an API key.
///
/// # Errors
/// The key is not accepted.
pub(crate) async fn server_of(app: &App, key: &str) -> Result<Server, Failure> {
    match app.config.api_key.as_deref() {
        // Digests, so that not even the length can be felt out.
        Some(set) if code::same(&code::digest(set), &code::digest(key)) => Ok(Server(Scope::ALL.into())),
        _ => {
            let key = app.store.api_key(key, Timestamp::now()).await?;
            let key = key.ok_or(Code::Unauthenticated)?;
            Ok(Server(key.scopes))
        }
    }
}

/// The token of an `Authorization: Bearer` header (RFC 6750 section 2.1).
#[must_use]
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    strip_bearer(headers.get(AUTHORIZATION)?.to_str().ok()?)
}

/// The token after the word `Bearer`, in any case.
#[must_use]
pub(crate) fn strip_bearer(text: &str) -> Option<&str> {
    let (scheme, token) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
