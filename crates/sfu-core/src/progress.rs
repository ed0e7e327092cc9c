//! What is told of how far sessions have come.

use crate::room::Room;
use model::Progress;
use protocol::Event;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How soon another path is told after the last word; a client may nominate as often as it likes.
const PAUSE: Duration = Duration::from_secs(1);

/// How far a session had come when that was told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    progress: Progress,
    at: Instant,
}

impl Told {
    /// Whether there is something to tell at `now`: each step is taken once, paths come and go.
    fn is_behind(&self, now: Instant, progress: Progress) -> bool {
        let has_stepped = self.progress
            != Progress {
                path: self.progress.path,
                ..progress
            };
        let is_time = now.saturating_duration_since(self.at) >= PAUSE;
        has_stepped || is_time && self.progress.path != progress.path
    }
}

impl Room {
    /// Tells how far a session has come, where that changed; of a new one at once.
    pub(crate) fn tell_progress(&mut self, session: usize, now: Instant, events: &mut VecDeque<Event>) {
        let Some(known) = self.sessions.get_mut(session) else {
            return;
        };
        let progress = known.peer.progress();
        if known.progress.is_some_and(|told| !told.is_behind(now, progress)) {
            return;
        }
        known.progress = Some(Told { progress, at: now });
        events.push_back(Event::SessionProgress {
            room: self.id,
            participant: known.participant,
            session: known.id,
            progress,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{AddressFamily, Path, PathTransport};

    #[test]
    fn steps_are_told_at_once_and_paths_once_a_second() {
        let at = Instant::now();
        let by = |transport| {
            Some(Path {
                transport,
                family: AddressFamily::Ipv4,
            })
        };
        let progress = Progress {
            checked: true,
            path: by(PathTransport::Tcp),
            ..Progress::default()
        };
        let told = Told { progress, at };
        let soon = at + Duration::from_millis(10);
        assert!(!told.is_behind(soon, progress));
        let further = Progress {
            secured: true,
            path: by(PathTransport::Udp),
            ..progress
        };
        assert!(told.is_behind(soon, further));
        let elsewhere = Progress {
            path: by(PathTransport::Udp),
            ..progress
        };
        assert!(!told.is_behind(soon, elsewhere));
        assert!(told.is_behind(at + PAUSE, elsewhere));
        assert!(!told.is_behind(at + PAUSE, progress));
    }
}
