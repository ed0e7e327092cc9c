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

/// A raise that stood this long makes up for those that were taken back.
const FORGOTTEN: Duration = Duration::from_secs(120);

/// A raise that adds less than this to the sum waits as if one had been taken back: an estimate that wobbles allows it
/// now and then.
const TRIFLE_PERCENT: u64 = 25;

/// Memory of raises and of how they ended.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Patience {
    possible_since: Option<Instant>,
    /// The least bit/s that were to spare since then.
    least_spare: u64,
    raised_at: Option<Instant>,
    taken_back: usize,
}

impl Patience {
    /// A raise by `gain` percent is possible within `spare` bit/s. Once it has been for long enough, returns the least that
    /// was to spare in that time.
    pub(crate) fn waited(&mut self, now: Instant, spare: u64, gain: u64) -> Option<u64> {
        self.settle(now);
        let since = *self.possible_since.get_or_insert(now);
        self.least_spare = if since == now {
            spare
        } else {
            self.least_spare.min(spare)
        };
        let trifle = usize::from(gain < TRIFLE_PERCENT);
        let wait = WAITS[self.taken_back.max(trifle).min(WAITS.len() - 1)];
        (now.saturating_duration_since(since) >= wait).then_some(self.least_spare)
    }

    /// A raise was made.
    pub(crate) fn raised(&mut self, now: Instant) {
        self.raised_at = Some(now);
        self.possible_since = None;
    }

    /// No raise is possible at the moment.
    pub(crate) fn no_raise(&mut self) {
        self.possible_since = None;
    }

    /// The budget fell short of what was given.
    pub(crate) fn lowered(&mut self, now: Instant) {
        self.settle(now);
        self.possible_since = None;
        if self
            .raised_at
            .take()
            .is_some_and(|at| now.saturating_duration_since(at) < PROVED)
        {
            self.taken_back += 1;
        }
    }

    fn settle(&mut self, now: Instant) {
        let forgotten = |at: Instant| now.saturating_duration_since(at) >= FORGOTTEN;
        if self.raised_at.is_some_and(forgotten) {
            self.raised_at = None;
            self.taken_back = 0;
        }
    }
}
