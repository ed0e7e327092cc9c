//! Network tests that run: rooms of their own, which the media node knows and the clinic does not.

use crate::app::App;
use model::RoomId;
use protocol::Request;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a test may take in all.
pub(crate) const LIFE: Duration = Duration::from_secs(60);
/// Most tests at a time: each sends and gets back at most 2.5 Mbit/s.
const MOST: usize = 32;

/// The rooms of running tests with their ends. They take no place in the store and none among the live rooms.
#[derive(Default)]
pub(crate) struct NetworkTests {
    // Held for a look-up, never across an await.
    rooms: Mutex<HashMap<RoomId, Instant>>,
}

impl NetworkTests {
    /// A room for a new test; nothing where too many run.
    #[must_use]
    pub(crate) fn open(&self, now: Instant) -> Option<RoomId> {
        let mut rooms = self.lock();
        if rooms.len() >= MOST {
            return None;
        }
        let room = RoomId::generate();
        rooms.insert(room, now + LIFE);
        Some(room)
    }

    /// Whether a test still runs.
    #[must_use]
    pub(crate) fn is_open(&self, room: RoomId, now: Instant) -> bool {
        self.lock().get(&room).is_some_and(|end| now < *end)
    }

    /// A test is over; whether it ran.
    pub(crate) fn close(&self, room: RoomId) -> bool {
        self.lock().remove(&room).is_some()
    }

    /// Takes out the tests whose time is over.
    fn take_late(&self, now: Instant) -> Vec<RoomId> {
        let late = |_: &RoomId, end: &mut Instant| *end <= now;
        self.lock().extract_if(late).map(|(room, _)| room).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<RoomId, Instant>> {
        // The map is whole after a panic: each change is one call.
        self.rooms
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Ends the media of tests whose time is over.
pub(crate) fn sweep(app: &Arc<App>, now: Instant) {
    for room in app.network_tests.take_late(now) {
        let app = app.clone();
        // Not waited for: other sweeping goes on meanwhile. A node that is away has lost the room anyway.
        tokio::spawn(async move { app.media.ask(Request::CloseRoom(room)).await });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_lives_for_a_minute() {
        let (tests, start) = (NetworkTests::default(), Instant::now());
        let room = tests.open(start).expect("room for one");
        assert!(tests.is_open(room, start + LIFE - Duration::from_millis(1)));
        assert!(!tests.is_open(room, start + LIFE));
        assert_eq!(tests.take_late(start), []);
        assert_eq!(tests.take_late(start + LIFE), [room]);
        assert!(!tests.close(room));
    }

    #[test]
    fn there_are_only_so_many() {
        let (tests, start) = (NetworkTests::default(), Instant::now());
        let rooms: Vec<_> = std::iter::from_fn(|| tests.open(start)).collect();
        assert_eq!(rooms.len(), MOST);
        assert!(tests.close(rooms[0]));
        assert!(tests.open(start).is_some());
        assert!(tests.open(start).is_none());
    }
}
