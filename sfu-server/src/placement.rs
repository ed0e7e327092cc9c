//! Which media thread a room lives on.

use model::RoomId;
use protocol::Request;
use std::collections::HashMap;

/// How much a thread has to do.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Load {
    /// Whether the thread is gone or stuck.
    pub(crate) away: bool,
    /// The part of its last second that it did not wait, 0 to 1.
    pub(crate) busy: f64,
}

/// Rooms by thread, on the control side alone: packets find their session without it.
#[derive(Debug)]
pub(crate) struct Placement {
    rooms: HashMap<RoomId, usize>,
    /// Rooms by thread.
    counts: Vec<usize>,
}

impl Placement {
    /// No rooms on so many threads.
    pub(crate) fn new(threads: usize) -> Self {
        Self {
            rooms: HashMap::new(),
            counts: vec![0; threads],
        }
    }

    /// The thread of a room.
    pub(crate) fn of(&self, room: RoomId) -> Option<usize> {
        self.rooms.get(&room).copied()
    }

    /// The thread for a new room: the least busy by tenths, for below that it is noise; among those, the one with the
    /// fewest rooms, which spreads a rush that no figure shows yet.
    pub(crate) fn choose(&self, load: impl Fn(usize) -> Load) -> usize {
        let weight = |thread: &usize| {
            let Load { away, busy } = load(*thread);
            (away, (busy * 10.0) as u8, self.counts[*thread])
        };
        (0..self.counts.len()).min_by_key(weight).unwrap_or(0)
    }

    /// Notes where a room was opened.
    pub(crate) fn place(&mut self, room: RoomId, thread: usize) {
        if self.rooms.insert(room, thread).is_none() {
            self.counts[thread] += 1;
        }
    }

    /// Forgets a room that closes.
    pub(crate) fn remove(&mut self, room: RoomId) {
        if let Some(thread) = self.rooms.remove(&room) {
            self.counts[thread] -= 1;
        }
    }
}

/// The room that a request is about.
pub(crate) fn room_of(request: &Request) -> RoomId {
    match request {
        Request::OpenRoom(room) | Request::CloseRoom(room) => *room,
        Request::Offer(offer) => offer.room,
        Request::CloseSession { room, .. }
        | Request::RemoveParticipant { room, .. }
        | Request::SetInterest { room, .. }
        | Request::Record { room, .. } => *room,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(busy: f64) -> Load {
        Load { away: false, busy }
    }

    #[test]
    fn rooms_spread_over_idle_threads() {
        let mut placement = Placement::new(3);
        for _ in 0..7 {
            let thread = placement.choose(|_| load(0.05));
            placement.place(RoomId::generate(), thread);
        }
        assert_eq!(placement.counts, [3, 2, 2]);
    }

    #[test]
    fn a_busy_thread_gets_no_room_and_one_that_is_away_none_at_all() {
        let mut placement = Placement::new(2);
        placement.place(RoomId::generate(), 0);
        assert_eq!(placement.choose(|thread| load([0.1, 0.5][thread])), 0);
        let away = |thread| Load {
            away: thread == 0,
            busy: [0.0, 0.9][thread],
        };
        assert_eq!(placement.choose(away), 1);
    }

    #[test]
    fn a_closed_room_leaves_its_place() {
        let mut placement = Placement::new(2);
        let room = RoomId::generate();
        placement.place(room, 1);
        placement.place(room, 1);
        assert_eq!(placement.of(room), Some(1));
        placement.remove(room);
        placement.remove(room);
        assert_eq!((placement.of(room), placement.counts), (None, vec![0, 0]));
    }
}
