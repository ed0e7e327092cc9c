//! What a shard does when its time has come.

use super::ending::cause;
use super::{Address, Shard};
use crate::room::{Room, Surroundings};
use crate::session::Session;
use slab::Slab;
use std::time::{Duration, Instant};
use transport::SendArena;

/// How often timers are looked at. Finer than any of them needs.
pub(super) const TICK: Duration = Duration::from_millis(10);
/// A thread that is awake anyway looks at timers so much sooner, to be spared waking up for them alone.
const SOONER: Duration = Duration::from_millis(2);
/// How often seats get sender reports.
const REPORT: Duration = Duration::from_secs(1);
/// How often the bandwidth of receivers is shared anew.
const SHARE: Duration = Duration::from_millis(100);

impl Shard {
    /// When [`handle_timeout`](Self::handle_timeout) is due; nothing while there are no sessions.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.next_tick
    }

    /// Does what is due by `now`; a look a little before [`poll_timeout`](Self::poll_timeout) stands for that one.
    pub fn handle_timeout(&mut self, now: Instant, out: &mut SendArena) {
        if self.next_tick.is_none_or(|due| now + SOONER < due) {
            return;
        }
        self.pass_on(now, out);
        let mut addresses = std::mem::take(&mut self.ticking);
        self.next_tick = None;
        for (address, session) in sessions(&self.rooms) {
            self.next_tick = Some(now + TICK);
            if session.peer.poll_timeout() <= now {
                addresses.push(address);
            }
        }
        for address in addresses.drain(..) {
            self.tick(now, address, out);
        }
        self.ticking = addresses;
        self.serve_rooms(now, out);
    }

    fn serve_rooms(&mut self, now: Instant, out: &mut SendArena) {
        let reports = now >= self.next_report;
        let shares = now >= self.next_share;
        for (_, room) in &mut self.rooms {
            let mut around = Surroundings {
                now,
                out,
                events: &mut self.events,
                last_track: &mut self.last_track,
            };
            room.request_keyframes(&mut around);
            room.tell_speakers(&mut around);
            if shares {
                room.share_all(&mut around);
            }
            if reports {
                room.report(&mut around);
                room.tell_conditions(&mut around);
            }
        }
        if shares {
            self.next_share = now + SHARE;
        }
        if reports {
            self.next_report = now + REPORT;
        }
    }

    fn tick(&mut self, now: Instant, address: Address, out: &mut SendArena) {
        let Some(session) = self.rooms[address.room].sessions.get_mut(address.session) else {
            return;
        };
        session.peer.handle_timeout(now, out);
        let (events, end) = (session.peer.has_events(), session.peer.end(now));
        if events {
            return self.handle_peer_events(now, address, out);
        }
        self.rooms[address.room].tell_progress(address.session, now, &mut self.events);
        if let Some(end) = end {
            self.close(now, address, cause(end), out);
        }
    }
}

fn sessions(rooms: &Slab<Room>) -> impl Iterator<Item = (Address, &Session)> {
    rooms.iter().flat_map(|(room, r)| {
        let sessions = r.sessions.iter();
        sessions.map(move |(session, s)| (Address { room, session }, s))
    })
}
