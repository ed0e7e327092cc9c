//! Sessions that end.

use super::{Address, Shard};
use crate::room::Surroundings;
use crate::session::Session;
use protocol::{CloseCause, Event};
use std::time::Instant;
use transport::SendArena;
use transport::peer::End;

impl Shard {
    /// Ends a session with the news of it.
    pub(super) fn close(&mut self, now: Instant, address: Address, cause: CloseCause, out: &mut SendArena) {
        let Some(ended) = self.remove(now, address, out) else {
            return;
        };
        let Session {
            id: session,
            participant,
            ..
        } = ended;
        let room = self.rooms[address.room].id;
        self.events.push_back(Event::SessionClosed {
            room,
            participant,
            session,
            cause,
        });
    }

    pub(super) fn remove(&mut self, now: Instant, address: Address, out: &mut SendArena) -> Option<Session> {
        let room = &mut self.rooms[address.room];
        let session = room.sessions.get_mut(address.session)?;
        session.peer.close(out);
        let lines = session.tracks.len();
        let mut around = Surroundings {
            now,
            out,
            events: &mut self.events,
            last_track: &mut self.last_track,
        };
        for line in 0..lines {
            room.unpublish(address.session, line, &mut around);
        }
        let ended = room.sessions.remove(address.session);
        room.reconcile(now, around.events);
        self.tuples.retain(|_, at| *at != address);
        self.ufrags.retain(|_, at| *at != address);
        self.gone.add(ended.peer.counters());
        Some(ended)
    }
}

pub(super) fn cause(end: End) -> CloseCause {
    match end {
        End::Closed => CloseCause::Client,
        End::NeverReached => CloseCause::NeverReached,
        End::NoHandshake => CloseCause::NoHandshake,
        End::Silent => CloseCause::Silent,
    }
}
