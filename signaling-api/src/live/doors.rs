//! Ways through the doors of rooms.

use super::event::{LeaveReason, ServerEvent};
use super::lobby::{Denial, Hosts, LobbyState, Message, Readiness, Wait, WaiterState};
use super::news::News;
use super::person::Socket;
use super::{LiveRoom, Rooms};
use crate::role::ParticipantRole;
use crate::store::Lobby;
use crate::token::{Life, Pass};
use model::{ParticipantId, RoomId};
use socketioxide::socket::Sid;
use std::time::Instant;

impl Rooms {
    /// A socket is there for somebody who waits.
    pub(crate) fn enter_lobby(
        &mut self,
        pass: &Pass,
        wait: Wait,
        socket: Sid,
        life: Option<Life>,
        now: Instant,
    ) -> Vec<News> {
        let socket = Socket {
            id: socket,
            renewal: life.map(|life| (now + life.until_renewal(), life.whole)),
            interest: None,
        };
        let event = self.lobbies.enter(pass, wait, vec![socket], now);
        event
            .map(|event| self.to_hosts(pass.room, event))
            .into_iter()
            .collect()
    }

    /// Somebody who waits is let in: their sockets sit in the room from now on.
    pub(crate) fn admit(&mut self, room: RoomId, id: ParticipantId, now: Instant) -> (Vec<Sid>, Vec<News>) {
        let hosts = self.lobbies.hosts(room);
        let Some(waiter) = self.lobbies.take(room, id) else {
            return Default::default();
        };
        let event = ServerEvent::LobbyAdmitted {
            session_id: waiter.pass.session_id(),
            participant_id: id,
        };
        let mut news = vec![self.to(hosts, room, event)];
        let sockets = waiter.sockets.iter().map(|socket| socket.id).collect();
        for socket in waiter.sockets {
            let life = socket.life(now);
            news.append(&mut self.enter_socket(waiter.pass.clone(), socket.id, life, now));
        }
        (sockets, news)
    }

    /// Somebody in the room waits before its door again.
    pub(crate) fn put_back(
        &mut self,
        room: RoomId,
        id: ParticipantId,
        wait: Wait,
        now: Instant,
    ) -> Vec<News> {
        let Some(live) = self.rooms.get_mut(&room) else {
            return Vec::new();
        };
        let Some((pass, sockets, mut news)) = live.send_out(id) else {
            return Vec::new();
        };
        if live.is_empty() {
            self.rooms.remove(&room);
        }
        if let Some(event) = self.lobbies.enter(&pass, wait, sockets, now) {
            news.push(News::Participant {
                room,
                participant: id,
                event: event.clone(),
            });
            news.push(self.to_hosts(room, event));
        }
        news
    }

    /// Somebody is not let in, or let in no more.
    pub(crate) fn turn_away(&mut self, room: RoomId, id: ParticipantId, denial: Denial) -> Vec<News> {
        let hosts = self.lobbies.hosts(room);
        let Some(waiter) = self.lobbies.take(room, id) else {
            return self.within(room, |room| room.remove(id));
        };
        let event = ServerEvent::LobbyDenied {
            session_id: waiter.pass.session_id(),
            participant_id: id,
            denial,
        };
        let told = News::Participant {
            room,
            participant: id,
            event: event.clone(),
        };
        vec![told, self.to(hosts, room, event), out(room, id)]
    }

    /// Somebody who waits gives up.
    pub(super) fn leave_lobby(&mut self, room: RoomId, id: ParticipantId, reason: LeaveReason) -> Vec<News> {
        let hosts = self.lobbies.hosts(room);
        let Some(waiter) = self.lobbies.take(room, id) else {
            return Vec::new();
        };
        let event = waiter.left(reason);
        let told = News::Participant {
            room,
            participant: id,
            event: event.clone(),
        };
        vec![told, self.to(hosts, room, event), out(room, id)]
    }

    /// The room is over: nobody is let in any more.
    pub(super) fn close_lobby(&mut self, room: RoomId) -> Vec<News> {
        let hosts = self.lobbies.hosts(room);
        let mut news = Vec::new();
        for waiter in self.lobbies.take_all(room) {
            let (participant, event) = (waiter.pass.participant(), waiter.left(LeaveReason::Ended));
            news.push(News::Participant {
                room,
                participant,
                event: event.clone(),
            });
            news.push(self.to(hosts, room, event));
            news.push(out(room, participant));
        }
        news
    }

    /// A socket of somebody who waits is gone.
    pub(super) fn lose_socket_in_lobby(&mut self, socket: Sid, now: Instant) -> Vec<News> {
        let told = self.lobbies.lose_socket(socket, now);
        told.into_iter()
            .map(|(room, event)| self.to_hosts(room, event))
            .collect()
    }

    /// Gives up the places whose time is over, asks for new tokens.
    pub(super) fn sweep_lobby(&mut self, now: Instant) -> Vec<News> {
        let mut news = self.lobbies.renewals(now);
        for (room, id) in self.lobbies.late(now) {
            news.append(&mut self.leave_lobby(room, id, LeaveReason::Timeout));
        }
        news
    }

    /// Somebody who waits says how ready they are.
    pub(crate) fn report(&mut self, room: RoomId, id: ParticipantId, readiness: Readiness) -> Vec<News> {
        let event = self.lobbies.report(room, id, readiness);
        event
            .map(|event| self.to_hosts(room, event))
            .into_iter()
            .collect()
    }

    /// The doctor says something to those who wait.
    pub(crate) fn tell_waiting(
        &mut self,
        room: RoomId,
        ids: &[ParticipantId],
        message: &Message,
    ) -> Vec<News> {
        let told = ids
            .iter()
            .filter_map(|id| self.lobbies.message(room, *id, message));
        told.collect()
    }

    /// Others hear of those who wait from now on.
    pub(crate) fn set_hosts(&mut self, room: RoomId, hosts: Hosts) -> Vec<News> {
        let events = self.lobbies.set_hosts(room, hosts);
        events
            .into_iter()
            .map(|event| self.to_hosts(room, event))
            .collect()
    }

    /// Those who wait before a room's door, in order of arrival.
    #[must_use]
    pub(crate) fn waiting(&self, room: RoomId) -> Vec<WaiterState> {
        self.lobbies.waiting(room)
    }

    /// Whether a socket waits in a place.
    #[must_use]
    pub(crate) fn waits(&self, room: RoomId, participant: ParticipantId, socket: Sid) -> bool {
        self.lobbies.has_socket(room, participant, socket)
    }

    /// What a participant is told of the waiting room.
    pub(super) fn lobby_state(&self, pass: &Pass) -> LobbyState {
        let own = self.lobbies.state_of(pass.room, pass.participant());
        own.unwrap_or_else(|| LobbyState {
            waiting: match pass.role {
                ParticipantRole::Doctor => self.waiting(pass.room),
                ParticipantRole::Patient | ParticipantRole::Guest => Vec::new(),
            },
            ..LobbyState::default()
        })
    }

    fn to_hosts(&self, room: RoomId, event: ServerEvent) -> News {
        self.to(self.lobbies.hosts(room), room, event)
    }

    fn to(&self, hosts: Option<Hosts>, room: RoomId, event: ServerEvent) -> News {
        let people = self.rooms.get(&room).into_iter().flat_map(LiveRoom::people);
        let doctors = people.filter(|person| person.pass.role == ParticipantRole::Doctor);
        News::Hosts {
            room,
            doctors: doctors.map(|person| person.id).collect(),
            hosts,
            event,
        }
    }
}

impl Default for LobbyState {
    fn default() -> Self {
        Self {
            state: Lobby::Accepted,
            since: None,
            message: None,
            waiting: Vec::new(),
        }
    }
}

fn out(room: RoomId, participant: ParticipantId) -> News {
    News::OutOfLobby { room, participant }
}
