//! Which rooms and sessions a media thread has, so that it can say whom a failure hit.

use model::{ParticipantId, RoomId, SessionId};
use protocol::{CloseCause, Event, Recording, Request};
use std::collections::{HashMap, HashSet};

/// A note of a request that, once done, changes the register.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Opened(RoomId),
    Closed(RoomId),
    Joined(RoomId, ParticipantId, SessionId),
    Recorded(RoomId, Option<Recording>),
}

impl Change {
    /// What a request changes when it is done.
    pub(crate) fn of(request: &Request) -> Option<Self> {
        match request {
            Request::OpenRoom(room) => Some(Self::Opened(*room)),
            Request::CloseRoom(room) => Some(Self::Closed(*room)),
            Request::Offer(offer) => Some(Self::Joined(offer.room, offer.participant, offer.session)),
            Request::Record { room, recording } => Some(Self::Recorded(*room, recording.clone())),
            Request::CloseSession { .. }
            | Request::RemoveParticipant { .. }
            | Request::SetInterest { .. } => None,
        }
    }
}

/// Rooms and sessions, touched by requests and news alone, never by packets.
#[derive(Default, Debug)]
pub(crate) struct Register {
    rooms: HashSet<RoomId>,
    sessions: HashMap<(RoomId, SessionId), ParticipantId>,
    recordings: HashMap<RoomId, Recording>,
}

impl Register {
    /// Notes what was done.
    pub(crate) fn apply(&mut self, change: Change) {
        match change {
            Change::Opened(room) => {
                self.rooms.insert(room);
            }
            Change::Closed(room) => {
                self.rooms.remove(&room);
                self.recordings.remove(&room);
            }
            Change::Recorded(room, Some(recording)) => {
                self.recordings.insert(room, recording);
            }
            Change::Recorded(room, None) => {
                self.recordings.remove(&room);
            }
            Change::Joined(room, participant, session) => {
                self.sessions.insert((room, session), participant);
            }
        }
    }

    /// Notes news: an ended session is no more.
    pub(crate) fn observe(&mut self, event: &Event) {
        if let Event::SessionClosed { room, session, .. } = event {
            self.sessions.remove(&(*room, *session));
        }
    }

    /// The rooms that are open.
    pub(crate) fn rooms(&self) -> impl Iterator<Item = RoomId> {
        self.rooms.iter().copied()
    }

    /// The rooms that are recorded.
    pub(crate) fn recordings(&self) -> impl Iterator<Item = (RoomId, &Recording)> {
        self.recordings.iter().map(|(room, recording)| (*room, recording))
    }

    /// Forgets all sessions, with the news that they ended by a fault.
    pub(crate) fn lose_sessions(&mut self) -> impl Iterator<Item = Event> {
        self.sessions
            .drain()
            .map(|((room, session), participant)| Event::SessionClosed {
                room,
                participant,
                session,
                cause: CloseCause::Fault,
            })
    }
}
