//! Sockets before the doors of rooms.

use super::{Hall, place_name, room_name, user_name};
use crate::live::lobby::{Hosts, Wait};
use crate::live::{RoomState, ServerEvent};
use crate::store::Team;
use crate::token::{Life, Pass};
use model::{ParticipantId, RoomId};
use protocol::Request;
use socketioxide::extract::SocketRef;
use std::time::Instant;
use uuid::Uuid;

/// The Socket.IO room of all sockets of a team's doctors.
pub(crate) fn doctors_name(team: Team) -> String {
    match team.0 {
        Some(team) => format!("doctors:{team}"),
        None => "doctors".into(),
    }
}

impl Hall {
    /// A socket of somebody who waits hears of that from now on, and first of all since when.
    pub(crate) async fn enter_lobby(
        &self,
        pass: &Pass,
        wait: Wait,
        socket: &SocketRef,
        life: Option<Life>,
        finish: impl FnOnce(RoomState) -> RoomState,
    ) {
        let mut rooms = self.rooms.lock().await;
        let news = rooms.enter_lobby(pass, wait, socket.id, life, Instant::now());
        socket.join([lobby_name(pass.room), place_name(pass.room, pass.participant())]);
        let state = ServerEvent::RoomState(Box::new(finish(rooms.state(pass))));
        let _ = socket.emit(state.name(), &state);
        for news in news {
            self.perform(&mut rooms, news).await;
        }
    }

    /// Somebody who waits is let in: their sockets are told, then what the room is like.
    pub(crate) async fn admit(&self, pass: &Pass, finish: impl Fn(RoomState) -> RoomState) {
        let (room, id) = (pass.room, pass.participant());
        let mut rooms = self.rooms.lock().await;
        let (sockets, news) = rooms.admit(room, id, Instant::now());
        let admitted = ServerEvent::LobbyAdmitted {
            session_id: pass.session_id(),
            participant_id: id,
        };
        for socket in sockets {
            let Some(socket) = self.io.get().and_then(|io| io.get_socket(socket)) else {
                continue;
            };
            socket.leave(lobby_name(room));
            socket.join([room_name(room), place_name(room, id)]);
            let state = ServerEvent::RoomState(Box::new(finish(rooms.state(pass))));
            let _ = socket.emit(admitted.name(), &admitted);
            let _ = socket.emit(state.name(), &state);
        }
        for news in news {
            self.perform(&mut rooms, news).await;
        }
        self.metrics
            .set_live(rooms.room_count(), rooms.participant_count());
    }

    /// A doctor's sockets hear of those who wait for another team from now on.
    pub(crate) async fn change_team(&self, doctor: Uuid, from: Team, to: Team) {
        if let Some(io) = self.io.get() {
            let _ = io.within(user_name(doctor)).leave(doctors_name(from)).await;
            let _ = io.within(user_name(doctor)).join(doctors_name(to)).await;
        }
    }

    pub(super) async fn tell_hosts(
        &self,
        room: RoomId,
        doctors: Vec<ParticipantId>,
        hosts: Option<Hosts>,
        event: &ServerEvent,
    ) {
        let mut names: Vec<String> = doctors.into_iter().map(|id| place_name(room, id)).collect();
        names.extend(hosts.map(|hosts| user_name(hosts.doctor)));
        names.extend(hosts.and_then(|hosts| hosts.shared).map(doctors_name));
        // To nobody in particular would be to everybody.
        if !names.is_empty() {
            self.emit(names, None, event).await;
        }
    }

    /// A participant's sockets are before the door again; what to ask of the node.
    pub(super) async fn send_out(&self, room: RoomId, participant: ParticipantId) -> Request {
        if let Some(io) = self.io.get() {
            let place = place_name(room, participant);
            let _ = io.within(place.clone()).leave(room_name(room)).await;
            let _ = io.within(place).join(lobby_name(room)).await;
        }
        Request::RemoveParticipant { room, participant }
    }

    pub(super) async fn out_of_lobby(&self, room: RoomId, participant: ParticipantId) {
        if let Some(io) = self.io.get() {
            let place = place_name(room, participant);
            let _ = io.within(place.clone()).leave([lobby_name(room), place]).await;
        }
    }
}

/// The Socket.IO room of those who wait before a room's door.
pub(super) fn lobby_name(room: RoomId) -> String {
    format!("lobby:{room}")
}
