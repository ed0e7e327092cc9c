//! When it is time to try more.

use std::time::{Duration, Instant};

/// How long a raise must have been possible, by how many raises in a row were taken back.
const WAITS: [Duration; 4] = [
    Duration::from_secs(5),
    Duration::from_secs(30),
    Duration::from_secs(60),
    Duration::from_secs(120),
];

/// A raise that stood this long proved right. Longer than the 10 s in which a link shows that it is too narrow, so that
/// an estimate which swings slowly is found out as well.
const PROVED: Duration = Duration::from_secs(30);

/// Memory of raises and of how they ended.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Patience {
    possible_since: Option<Instant>,
    raised_at: Option<Instant>,
    taken_back: usize,
}

impl Patience {
    /// A raise is possible. Returns whether it has been for long enough; the caller then makes it.
    pub(crate) fn may_raise(&mut self, now: Instant) -> bool {
        self.settle(now);
        let since = *self.possible_since.get_or_insert(now);
        let wait = WAITS[self.taken_back.min(WAITS.len() - 1)];
        let due = now.saturating_duration_since(since) >= wait;
        if due {
            self.raised_at = Some(now);
            self.possible_since = None;
        }
        due
    }

    /// No raise is possible at the moment.
    pub(crate) fn no_raise(&mut self) {
        self.possible_since = None;
    }

    /// The budget fell short of what was given.
    pub(crate) fn lowered(&mut self, now: Instant) {
        self.settle(now);
        self.possible_since = None;
        if self.raised_at.take().is_some() {
            self.taken_back += 1;
        }
    }

    fn settle(&mut self, now: Instant) {
        let proved = |at: Instant| now.saturating_duration_since(at) >= PROVED;
        if self.raised_at.is_some_and(proved) {
            self.raised_at = None;
            self.taken_back = 0;
        }
    }
}
