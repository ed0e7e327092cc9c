//! Devices that hear of messages.

use super::{Hall, ServerEvent, place_name, room_name, user_name};
use model::{ParticipantId, RoomId};
use socketioxide::extract::SocketRef;
use uuid::Uuid;

/// The Socket.IO room of sockets that were told what they missed: before that they hear of no message.
const MET: &str = "met";

/// Devices, each counted once however it is named.
#[derive(Clone, Default)]
pub(crate) struct Audience(Vec<String>);

impl Audience {
    /// All devices of a user.
    pub(crate) fn add_user(&mut self, user: Uuid) {
        self.0.push(user_name(user));
    }

    /// Everybody in a room.
    pub(crate) fn add_room(&mut self, room: RoomId) {
        self.0.push(room_name(room));
    }

    /// All devices of a place.
    pub(crate) fn add_place(&mut self, room: RoomId, participant: ParticipantId) {
        self.0.push(place_name(room, participant));
    }

    /// Whether a device is among them.
    #[must_use]
    pub(crate) fn has(&self, socket: &SocketRef) -> bool {
        let rooms = socket.rooms();
        rooms.iter().any(|room| self.0.iter().any(|name| name == room))
    }
}

impl Hall {
    /// The devices of an audience that are to hear of a new message.
    #[must_use]
    pub(crate) fn listeners(&self, audience: &Audience) -> Vec<SocketRef> {
        let Some(io) = self.io.get() else {
            return Vec::new();
        };
        let mut sockets = io.within(audience.0.clone()).sockets();
        sockets.retain(|socket| socket.rooms().iter().any(|room| room == MET));
        sockets
    }

    /// A device hears of new messages from now on.
    pub(crate) fn met(&self, socket: &SocketRef) {
        socket.join(MET);
    }

    /// Tells an audience, but not those of another.
    pub(crate) async fn tell_audience(&self, audience: &Audience, except: &Audience, event: &ServerEvent) {
        let Some(io) = self.io.get() else { return };
        let operators = io.within(audience.0.clone()).except(except.0.clone());
        if operators.emit(event.name(), event).await.is_err() {
            tracing::debug!(event = event.name(), "a socket did not take an event");
        }
    }
}

/// Hands an event to one device. One that does not read is cut, so that it comes back and asks for what it missed.
pub(crate) fn hand(socket: &SocketRef, event: &ServerEvent) -> bool {
    let is_taken = socket.emit(event.name(), event).is_ok();
    if !is_taken {
        let _ = socket.clone().disconnect();
    }
    is_taken
}
