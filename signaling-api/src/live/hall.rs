//! The live rooms with the sockets that hear of them.

mod lobby;
mod mail;

pub(crate) use lobby::doctors_name;
pub(crate) use mail::{Audience, hand};

use super::{News, RoomState, Rooms, ServerEvent};
use crate::clock::Timestamp;
use crate::diagnosis::Diagnosis;
use crate::history::Ledger;
use crate::metrics::Metrics;
use crate::sfu_link::SfuLink;
use crate::store::{Store, Team};
use crate::token::{Life, Pass, Tokens};
use model::{ParticipantId, RoomId};
use protocol::{Event, Request};
use socketioxide::SocketIo;
use socketioxide::extract::SocketRef;
use socketioxide::socket::Sid;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use uuid::Uuid;

/// Changes rooms, tells those concerned.
pub(crate) struct Hall {
    // Held while events of one change are put into the sockets' own bounded queues, so that everybody hears of changes
    // in the order in which they happened. Those queues never wait: a full one drops the event for its socket alone.
    rooms: Mutex<Rooms>,
    io: OnceLock<SocketIo>,
    link: Arc<dyn SfuLink>,
    tokens: Arc<Tokens>,
    metrics: Metrics,
    // Of each participant the latest, until the store has it. Held for a moment, never across an await.
    joins: std::sync::Mutex<HashMap<ParticipantId, (Diagnosis, Timestamp)>>,
    // Held as briefly.
    ledger: std::sync::Mutex<Ledger>,
}

impl Hall {
    /// An empty hall.
    #[must_use]
    pub(crate) fn new(link: Arc<dyn SfuLink>, tokens: Arc<Tokens>, metrics: Metrics) -> Self {
        Self {
            rooms: Mutex::default(),
            io: OnceLock::new(),
            link,
            tokens,
            metrics,
            joins: std::sync::Mutex::default(),
            ledger: std::sync::Mutex::default(),
        }
    }

    /// Sockets to tell; the first ones given stay.
    pub(crate) fn attach(&self, io: SocketIo) {
        let _ = self.io.set(io);
    }

    /// Looks at the rooms.
    pub(crate) async fn look<T>(&self, look: impl FnOnce(&Rooms) -> T) -> T {
        look(&*self.rooms.lock().await)
    }

    /// Changes the rooms, tells what follows from it.
    pub(crate) async fn change(&self, change: impl FnOnce(&mut Rooms) -> Vec<News>) {
        let mut rooms = self.rooms.lock().await;
        let news = change(&mut rooms);
        let mut gone = Vec::new();
        for news in news {
            if let Some(request) = self.perform(&mut rooms, news).await {
                gone.push(request);
            }
        }
        self.metrics
            .set_live(rooms.room_count(), rooms.participant_count());
        drop(rooms);
        for request in gone {
            // Not waited for: this may be the task that drains the node's events. A node that is away has lost the
            // participant anyway.
            let link = self.link.clone();
            tokio::spawn(async move {
                let _ = link.ask(request).await;
            });
        }
    }

    /// A socket enters a room: it hears its events from now on, and first of all the state they build on, after a newer
    /// token where that is due.
    pub(crate) async fn enter_socket(
        &self,
        pass: &Pass,
        socket: &SocketRef,
        life: Option<Life>,
        finish: impl FnOnce(RoomState) -> RoomState,
    ) {
        let mut rooms = self.rooms.lock().await;
        let news = rooms.enter_socket(pass.clone(), socket.id, life, Instant::now());
        socket.join([room_name(pass.room), place_name(pass.room, pass.participant())]);
        // A client begins to negotiate by the state, for which it may need fresh credentials of the relays.
        let (renewals, news): (Vec<_>, Vec<_>) = news
            .into_iter()
            .partition(|news| matches!(news, News::Renew { .. }));
        for renewal in renewals {
            self.perform(&mut rooms, renewal).await;
        }
        let state = ServerEvent::RoomState(Box::new(finish(rooms.state(pass))));
        let _ = socket.emit(state.name(), &state);
        for news in news {
            self.perform(&mut rooms, news).await;
        }
        self.metrics
            .set_live(rooms.room_count(), rooms.participant_count());
    }

    /// Tells all sockets of a user.
    pub(crate) async fn tell_user(&self, user: Uuid, event: &ServerEvent) {
        self.emit(vec![user_name(user)], None, event).await;
    }

    /// Cuts all sockets of a user.
    pub(crate) async fn disconnect_user(&self, user: Uuid) {
        if let Some(io) = self.io.get() {
            let _ = io.within(user_name(user)).disconnect().await;
        }
    }

    /// Cuts all sockets of a browser's session.
    pub(crate) async fn disconnect_session(&self, session: Uuid) {
        if let Some(io) = self.io.get() {
            let _ = io.within(session_name(session)).disconnect().await;
        }
    }

    /// Cuts all sockets of a user but those of one session.
    pub(crate) async fn disconnect_others(&self, user: Uuid, session: Option<Uuid>) {
        let Some(io) = self.io.get() else { return };
        let own: Vec<String> = session.map(session_name).into_iter().collect();
        let _ = io.within(user_name(user)).except(own).disconnect().await;
    }

    /// Tells those in a room or before its door and these users, each socket once; the doctors of these teams too.
    pub(crate) async fn tell_all(&self, room: RoomId, users: &[Uuid], teams: &[Team], event: &ServerEvent) {
        let mut names = vec![room_name(room), lobby::lobby_name(room)];
        names.extend(users.iter().map(|user| user_name(*user)));
        names.extend(teams.iter().map(|team| doctors_name(*team)));
        self.emit(names, None, event).await;
    }

    /// Tells a doctor, wherever they are: in the room, on their pages.
    pub(crate) async fn tell_doctor(&self, room: RoomId, doctor: Uuid, event: &ServerEvent) {
        let seats = self.look(|rooms| rooms.doctors_in(room)).await;
        let mut names = vec![user_name(doctor)];
        names.extend(seats.into_iter().map(|seat| place_name(room, seat)));
        self.emit(names, None, event).await;
    }

    /// What the media node tells.
    pub(crate) async fn handle_event(&self, event: Event) {
        self.change(|rooms| rooms.handle_event(event, Instant::now()))
            .await;
    }

    /// Keeps in the store what became of attempts to join since it was last asked.
    pub(crate) async fn keep_joins(&self, store: &Store) {
        let joins: Vec<_> = self.joins().drain().collect();
        let rows: Vec<_> = joins
            .iter()
            .map(|(id, (diagnosis, at))| (*id, *diagnosis, *at))
            .collect();
        if rows.is_empty() || store.keep_joins(&rows).await.is_ok() {
            return;
        }
        // Tried again with what comes meanwhile; what is newer stays.
        let mut waiting = self.joins();
        for (participant, join) in joins {
            waiting.entry(participant).or_insert(join);
        }
    }

    /// Keeps in the store who was there, how well it went, and what comes of that.
    pub(crate) async fn keep_history(&self, store: &Store) {
        let batch = self.ledger().take(Timestamp::now());
        if !batch.rows.is_empty() && store.keep_history(&batch, Timestamp::now()).await.is_err() {
            self.ledger().put_back(batch);
        }
    }

    fn ledger(&self) -> std::sync::MutexGuard<'_, Ledger> {
        // At worst a moment of somebody's presence is lost in a panic.
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn joins(&self) -> std::sync::MutexGuard<'_, HashMap<ParticipantId, (Diagnosis, Timestamp)>> {
        // The map is whole after a panic: each change is one call.
        self.joins.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn perform(&self, rooms: &mut Rooms, news: News) -> Option<Request> {
        match news {
            News::Room { room, except, event } => {
                let except = except.map(|participant| place_name(room, participant));
                self.emit(vec![room_name(room)], except, &event).await;
            }
            News::Participant {
                room,
                participant,
                event,
            } => self.emit(vec![place_name(room, participant)], None, &event).await,
            News::Socket { socket, event } => self.emit_to(socket, &event),
            News::Gone { room, participant } => {
                if let Some(io) = self.io.get() {
                    let place = place_name(room, participant);
                    let _ = io.within(place.clone()).leave([room_name(room), place]).await;
                }
                return Some(Request::RemoveParticipant { room, participant });
            }
            News::Hosts {
                room,
                doctors,
                hosts,
                event,
            } => self.tell_hosts(room, doctors, hosts, &event).await,
            News::SentOut { room, participant } => return Some(self.send_out(room, participant).await),
            News::OutOfLobby { room, participant } => self.out_of_lobby(room, participant).await,
            News::Renew { socket, pass, life } => self.renew(rooms, socket, &pass, life),
            News::Joining {
                participant,
                diagnosis,
                stages,
                is_kept,
            } => {
                stages.into_iter().for_each(|stage| self.metrics.reached(stage));
                if is_kept {
                    let latest = (diagnosis, Timestamp::now());
                    self.joins().insert(participant, latest);
                }
            }
            News::Media {
                participant,
                consultation,
                state,
            } => self
                .ledger()
                .note(participant, consultation, state, Timestamp::now()),
            News::Measured { participant, figures } => {
                self.ledger().measure(participant, figures, Timestamp::now());
            }
            News::MediaUp { after } => self.metrics.media_up(after),
            News::MediaDown => self.metrics.join("failure", "media"),
        }
        None
    }

    fn renew(&self, rooms: &mut Rooms, socket: Sid, pass: &Pass, life: Duration) {
        let Ok(issued) = self.tokens.issue_participant(pass, life, Timestamp::now()) else {
            return;
        };
        rooms.renewed(socket, Life::fresh(life), Instant::now());
        let event = ServerEvent::TokenRenewed {
            token: issued.token,
            expires_at: issued.expires_at,
            ice_servers: self.link.ice_servers(pass.participant()),
        };
        self.emit_to(socket, &event);
    }

    async fn emit(&self, to: Vec<String>, except: Option<String>, event: &ServerEvent) {
        let Some(io) = self.io.get() else { return };
        let mut operators = io.within(to);
        if let Some(except) = except {
            operators = operators.except(except);
        }
        if operators.emit(event.name(), event).await.is_err() {
            tracing::debug!(event = event.name(), "a socket did not take an event");
        }
    }

    /// Tells one socket.
    pub(crate) fn tell_socket(&self, socket: Sid, event: &ServerEvent) {
        self.emit_to(socket, event);
    }

    fn emit_to(&self, socket: Sid, event: &ServerEvent) {
        if let Some(socket) = self.io.get().and_then(|io| io.get_socket(socket)) {
            let _ = socket.emit(event.name(), event);
        }
    }
}

/// The Socket.IO room of everybody in a room.
fn room_name(room: RoomId) -> String {
    format!("room:{room}")
}

/// The Socket.IO room of one participant's sockets.
fn place_name(room: RoomId, participant: ParticipantId) -> String {
    format!("place:{room}:{participant}")
}

/// The Socket.IO room of one user's sockets.
#[must_use]
pub(crate) fn user_name(user: Uuid) -> String {
    format!("user:{user}")
}

/// The Socket.IO room of the sockets of one browser that is signed in.
#[must_use]
pub(crate) fn session_name(session: Uuid) -> String {
    format!("session:{session}")
}
