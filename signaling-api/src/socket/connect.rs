//! A socket comes, a socket goes.

use super::client::{Client, Places, Who, refuse_unknown};
use super::{calls, captions, hands, interest, media, messages, peer_signal, presence, progress};
use crate::admission;
use crate::app::App;
use crate::caller::{strip_bearer, user_of};
use crate::calling;
use crate::clock::Timestamp;
use crate::error::{Code, Failure};
use crate::live::{ServerEvent, doctors_name, session_name, user_name};
use crate::role::UserRole;
use serde::Deserialize;
use socketioxide::extract::{AckSender, Event, Extension, SocketRef, State, TryData};
use std::fmt;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

/// What a client shows at connecting; the other fields of older clients say nothing that the token does not.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Auth {
    token: String,
    /// The newest message that the client has.
    #[serde(default, deserialize_with = "lenient_id")]
    last_message_id: Option<Uuid>,
}

/// What is no id is that of no message: a client's memory keeps nobody out.
fn lenient_id<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Uuid>, D::Error> {
    let value = Option::<serde_json::Value>::deserialize(deserializer)?;
    Ok(value.and_then(|value| value.as_str()?.parse().ok()))
}

/// Why a socket was refused: the code is the message of `connect_error`.
pub(super) struct Refused(Failure);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.as_str())
    }
}

impl<F: Into<Failure>> From<F> for Refused {
    fn from(failure: F) -> Self {
        Self(failure.into())
    }
}

/// Lets those in who show a token.
pub(super) async fn authenticate(
    socket: SocketRef,
    TryData(auth): TryData<Auth>,
    State(app): State<Arc<App>>,
) -> Result<(), Refused> {
    let (known, session, last_message) = match auth {
        Ok(auth) => {
            let token = strip_bearer(&auth.token).unwrap_or(&auth.token);
            let session = app.tokens.access(token).ok().map(|claims| claims.sid);
            (who(&app, token).await, session, auth.last_message_id)
        }
        Err(_) => (Err(Code::Unauthenticated.into()), None, None),
    };
    app.metrics.join(crate::metrics::outcome(&known), "signalling");
    let client = Arc::new(Client::new(app, known?, session, last_message));
    // Before the client hears that it is connected: no message of it is missed.
    listen(&socket, &client);
    socket.extensions.insert(client);
    Ok(())
}

/// Tells a socket where it is.
pub(super) async fn welcome(socket: SocketRef, Extension(client): Extension<Arc<Client>>) {
    if let Some(places) = client.first_turn() {
        greet(&socket, &client, places).await;
    }
}

fn listen(socket: &SocketRef, client: &Arc<Client>) {
    media::listen(socket, client);
    messages::listen(socket, client);
    interest::listen(socket, client);
    presence::listen(socket, client);
    hands::listen(socket, client);
    captions::listen(socket, client);
    progress::listen(socket, client);
    calls::listen(socket, client);
    peer_signal::listen(socket, client);
    let unknown = client.clone();
    socket.on_fallback(move |socket: SocketRef, Event(event): Event, ack: AckSender| {
        refuse_unknown(&unknown, &socket, &event, ack);
        std::future::ready(())
    });
    let leaving = client.clone();
    socket.on_disconnect(move |socket: SocketRef| {
        let client = leaving.clone();
        async move { lose(&socket, &client).await }
    });
}

async fn who(app: &App, token: &str) -> Result<Who, Failure> {
    match app.tokens.participant(token) {
        Ok(claims) => {
            let life = claims.life(Timestamp::now());
            let pass = claims.into();
            // Also those who wait: they hear when they are let in.
            admission::admission(app, &pass).await?;
            Ok(Who::Participant(pass, life))
        }
        Err(failure) if failure.code == Code::TokenExpired => Err(failure),
        Err(_) => user_of(app, token).await.map(Who::User),
    }
}

async fn greet(socket: &SocketRef, client: &Client, mut places: OwnedMutexGuard<Places>) {
    let participant_id = match &client.who {
        Who::Participant(pass, _) => Some(pass.participant()),
        Who::User(user) => {
            socket.join(user_name(user.id));
            if let Some(session) = client.session {
                socket.join(session_name(session));
            }
            if user.role == UserRole::Doctor {
                socket.join(doctors_name(user.team));
            }
            come(socket, client, user.id);
            None
        }
    };
    let established = ServerEvent::ConnectionEstablished {
        user_id: client.user_id(),
        participant_id,
    };
    let _ = socket.emit(established.name(), &established);
    let ready = ServerEvent::ServiceReady {};
    match &client.who {
        Who::User(user) => {
            // A client of which no message is missed any more is ready.
            meet(socket, client).await;
            let _ = socket.emit(ready.name(), &ready);
            for event in calling::arrive(&client.app, user.id).await {
                let _ = socket.emit(event.name(), &event);
            }
        }
        Who::Participant(pass, _) => {
            let _ = socket.emit(ready.name(), &ready);
            let seated = client.place(socket, &mut places, pass.session_id()).await;
            if let Err(failure) = seated {
                let event = ServerEvent::refusal(&failure, "connect");
                let _ = socket.emit(event.name(), &event);
                let _ = socket.clone().disconnect();
                return;
            }
            // In the room first: what is said there from now on comes by itself.
            meet(socket, client).await;
        }
    }
}

async fn meet(socket: &SocketRef, client: &Client) {
    let listener = messages::listener(client).await;
    client
        .app
        .courier
        .meet(socket, listener, client.last_message)
        .await;
}

/// A device of a user is there to be rung.
fn come(socket: &SocketRef, client: &Client, user: Uuid) {
    if client.app.presence().connect(user, socket.id) {
        let app = client.app.clone();
        tokio::spawn(async move { calling::tell_presence(&app, user, true).await });
    }
}

async fn lose(socket: &SocketRef, client: &Client) {
    let mut places = client.places.lock().await;
    places.clear();
    if let Who::User(user) = &client.who {
        client
            .app
            .presence()
            .disconnect(user.id, socket.id, Instant::now());
    }
    client
        .app
        .hall
        .change(|rooms| rooms.lose_socket(socket.id, Instant::now()))
        .await;
}
