//! Those who wait before the doors of rooms.

mod state;

pub(crate) use state::{Denial, DenyReason, LobbyState, Message, Readiness, Waiter as WaiterState};

use super::event::{LeaveReason, ServerEvent};
use super::news::News;
use super::person::Socket;
use super::room::GRACE;
use crate::clock::Timestamp;
use crate::store::{Lobby as Door, Team};
use crate::token::{Life, Pass};
use model::{ParticipantId, RoomId};
use socketioxide::socket::Sid;
use std::collections::HashMap;
use std::time::Instant;
use uuid::Uuid;

/// Who hears of those who wait, besides the doctors in the room.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Hosts {
    /// Whose consultation it is.
    pub doctor: Uuid,
    /// Whose doctors may take it, if any may.
    pub shared: Option<Team>,
}

/// What the store knows of somebody who waits.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Wait {
    /// Since when.
    pub since: Timestamp,
    /// The doctor's last word.
    pub message: Option<Message>,
    /// Who hears of it.
    pub hosts: Hosts,
}

/// Before the doors of all rooms.
#[derive(Default)]
pub(super) struct Lobbies {
    lobbies: HashMap<RoomId, Lobby>,
}

/// Before the door of one room.
struct Lobby {
    hosts: Hosts,
    /// In order of arrival.
    waiters: Vec<Waiter>,
}

/// Somebody who waits.
pub(super) struct Waiter {
    id: ParticipantId,
    pub(super) pass: Pass,
    since: Timestamp,
    message: Option<Message>,
    readiness: Readiness,
    pub(super) sockets: Vec<Socket>,
    /// Since when no socket is there.
    away_since: Option<Instant>,
}

impl Lobbies {
    /// Somebody waits, or another socket of theirs is there.
    pub(super) fn enter(
        &mut self,
        pass: &Pass,
        wait: Wait,
        sockets: Vec<Socket>,
        now: Instant,
    ) -> Option<ServerEvent> {
        let lobby = self.lobbies.entry(pass.room).or_insert_with(|| Lobby {
            hosts: wait.hosts,
            waiters: Vec::new(),
        });
        lobby.hosts = wait.hosts;
        let waiter = lobby.place(pass, wait.since);
        waiter.message = wait.message;
        for socket in sockets {
            waiter.sockets.retain(|known| known.id != socket.id);
            waiter.sockets.push(socket);
        }
        waiter.away_since = waiter.sockets.is_empty().then_some(now);
        Some(waiter.event())
    }

    /// Takes somebody out of the lobby.
    pub(super) fn take(&mut self, room: RoomId, id: ParticipantId) -> Option<Waiter> {
        let lobby = self.lobbies.get_mut(&room)?;
        let index = lobby.waiters.iter().position(|waiter| waiter.id == id)?;
        let waiter = lobby.waiters.remove(index);
        if lobby.waiters.is_empty() {
            self.lobbies.remove(&room);
        }
        Some(waiter)
    }

    /// Takes everybody before a room's door out of the lobby.
    pub(super) fn take_all(&mut self, room: RoomId) -> Vec<Waiter> {
        self.lobbies
            .remove(&room)
            .map_or(Vec::new(), |lobby| lobby.waiters)
    }

    /// Who hears of a room's lobby; nobody where nobody waits.
    pub(super) fn hosts(&self, room: RoomId) -> Option<Hosts> {
        self.lobbies.get(&room).map(|lobby| lobby.hosts)
    }

    /// Others hear of a room's lobby from now on: what they are to be told.
    pub(super) fn set_hosts(&mut self, room: RoomId, hosts: Hosts) -> Vec<ServerEvent> {
        let Some(lobby) = self.lobbies.get_mut(&room) else {
            return Vec::new();
        };
        lobby.hosts = hosts;
        lobby.waiters.iter().map(Waiter::event).collect()
    }

    /// Those who wait before a room's door, in order of arrival.
    pub(super) fn waiting(&self, room: RoomId) -> Vec<WaiterState> {
        let waiters = self
            .lobbies
            .get(&room)
            .into_iter()
            .flat_map(|lobby| &lobby.waiters);
        waiters.map(Waiter::state).collect()
    }

    /// What somebody who waits is told of it.
    pub(super) fn state_of(&self, room: RoomId, id: ParticipantId) -> Option<LobbyState> {
        let waiter = self
            .lobbies
            .get(&room)?
            .waiters
            .iter()
            .find(|waiter| waiter.id == id)?;
        Some(LobbyState {
            state: Door::Waiting,
            since: Some(waiter.since),
            message: waiter.message.clone(),
            waiting: Vec::new(),
        })
    }

    /// Whether a socket waits in a place.
    pub(super) fn has_socket(&self, room: RoomId, id: ParticipantId, socket: Sid) -> bool {
        let mut waiters = self
            .lobbies
            .get(&room)
            .into_iter()
            .flat_map(|lobby| &lobby.waiters);
        waiters.any(|waiter| waiter.id == id && waiter.sockets.iter().any(|known| known.id == socket))
    }

    /// Somebody says how ready they are.
    pub(super) fn report(
        &mut self,
        room: RoomId,
        id: ParticipantId,
        readiness: Readiness,
    ) -> Option<ServerEvent> {
        let waiter = self.waiter_mut(room, id)?;
        waiter.readiness = readiness;
        Some(waiter.event())
    }

    /// The doctor says something to somebody who waits.
    pub(super) fn message(&mut self, room: RoomId, id: ParticipantId, message: &Message) -> Option<News> {
        let waiter = self.waiter_mut(room, id)?;
        waiter.message = Some(message.clone());
        let event = ServerEvent::LobbyMessage {
            session_id: waiter.pass.session_id(),
            message: message.clone(),
        };
        Some(News::Participant {
            room,
            participant: id,
            event,
        })
    }

    /// A socket is gone: whose hosts are to be told what.
    pub(super) fn lose_socket(&mut self, socket: Sid, now: Instant) -> Vec<(RoomId, ServerEvent)> {
        let mut told = Vec::new();
        for (room, lobby) in &mut self.lobbies {
            for waiter in &mut lobby.waiters {
                let before = waiter.sockets.len();
                waiter.sockets.retain(|known| known.id != socket);
                if before > 0 && waiter.sockets.is_empty() {
                    waiter.away_since = Some(now);
                    told.push((*room, waiter.event()));
                }
            }
        }
        told
    }

    /// Those who have been away for too long.
    pub(super) fn late(&self, now: Instant) -> Vec<(RoomId, ParticipantId)> {
        let is_late = |waiter: &&Waiter| waiter.away_since.is_some_and(|since| now - since >= GRACE);
        let of_lobby = |(room, lobby): (&RoomId, &'_ Lobby)| {
            let late = lobby.waiters.iter().filter(is_late);
            late.map(|waiter| (*room, waiter.id)).collect::<Vec<_>>()
        };
        self.lobbies.iter().flat_map(of_lobby).collect()
    }

    /// Sockets whose token is due for a newer one.
    pub(super) fn renewals(&mut self, now: Instant) -> Vec<News> {
        let mut news = Vec::new();
        for waiter in self.lobbies.values_mut().flat_map(|lobby| &mut lobby.waiters) {
            let due = waiter
                .sockets
                .iter_mut()
                .filter_map(|socket| socket.renew(&waiter.pass, now));
            news.extend(due);
        }
        news
    }

    /// A socket has a new token that lasts for so long.
    pub(super) fn renewed(&mut self, socket: Sid, life: Life, now: Instant) {
        let waiters = self.lobbies.values_mut().flat_map(|lobby| &mut lobby.waiters);
        let mut sockets = waiters.flat_map(|waiter| &mut waiter.sockets);
        if let Some(known) = sockets.find(|known| known.id == socket) {
            known.renewal = Some((now + life.until_renewal(), life.whole));
        }
    }

    fn waiter_mut(&mut self, room: RoomId, id: ParticipantId) -> Option<&mut Waiter> {
        let lobby = self.lobbies.get_mut(&room)?;
        lobby.waiters.iter_mut().find(|waiter| waiter.id == id)
    }
}

impl Lobby {
    fn place(&mut self, pass: &Pass, since: Timestamp) -> &mut Waiter {
        let id = pass.participant();
        let index = self.waiters.iter().position(|waiter| waiter.id == id);
        let index = index.unwrap_or_else(|| {
            self.waiters.push(Waiter {
                id,
                pass: pass.clone(),
                since,
                message: None,
                readiness: Readiness::default(),
                sockets: Vec::new(),
                away_since: None,
            });
            self.waiters.len() - 1
        });
        &mut self.waiters[index]
    }
}

impl Waiter {
    fn state(&self) -> WaiterState {
        WaiterState {
            participant_id: self.id,
            display_name: self.pass.name.clone(),
            role: self.pass.role,
            kind: self.pass.kind,
            since: self.since,
            connected: !self.sockets.is_empty(),
            readiness: self.readiness,
        }
    }

    /// That they wait, for their hosts.
    pub(super) fn event(&self) -> ServerEvent {
        ServerEvent::LobbyWaiting {
            session_id: self.pass.session_id(),
            waiter: self.state(),
        }
    }

    /// That they wait no more, for their hosts.
    pub(super) fn left(&self, reason: LeaveReason) -> ServerEvent {
        ServerEvent::LobbyLeft {
            session_id: self.pass.session_id(),
            participant_id: self.id,
            reason,
        }
    }
}
