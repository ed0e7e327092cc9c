//! When it is time to try more.

use std::time::{Duration, Instant};

/// How long a raise must have been possible, by how many raises in a row were taken back.
const WAITS: [Duration; 4] = [
    Duration::from_secs(3),
    Duration::from_secs(30),
    Duration::from_secs(60),
    Duration::from_secs(120),
];

/// The same for the return of paused pictures, which people miss more than sharpness.
const RETURN_WAITS: [Duration; 4] = [
    Duration::from_millis(800),
    Duration::from_secs(10),
    Duration::from_secs(30),
    Duration::from_secs(60),
];

/// The least wait for a raise that adds little: an estimate that wobbles allows it now and then.
const TRIFLE_WAIT: Duration = Duration::from_secs(10);

/// A raise that adds less than this to the sum is a trifle.
const TRIFLE_PERCENT: u64 = 25;

/// After a lowering there is at most one raise in this time, none when the lowering took one back.
const MINUTE: Duration = Duration::from_secs(60);

/// A raise that stood this long proved right. Longer than the 10 s in which a link shows that it is too narrow, so that
/// an estimate which swings slowly is found out as well.
const PROVED: Duration = Duration::from_secs(30);

/// A raise that stood this long makes up for those that were taken back.
const FORGOTTEN: Duration = Duration::from_secs(120);

/// Ways to raise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Raise {
    /// Paused pictures come back.
    Return,
    /// Everybody gets more.
    More,
}

/// Memory of raises and of how they ended.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Patience {
    /// One for every [`Raise`].
    waits: [Wait; 2],
    raised_at: Option<Instant>,
    lowered_at: Option<Instant>,
    /// Until when there is no [`Raise::More`].
    barred_until: Option<Instant>,
    taken_back: usize,
}

/// Time in which a raise was possible all along.
#[derive(Clone, Copy, Default, Debug)]
struct Wait {
    since: Option<Instant>,
    /// The least bit/s that were to spare since then.
    least_spare: u64,
}

impl Patience {
    /// A raise by `gain` percent is possible within `spare` bit/s. Once it has been for long enough, returns the least that
    /// was to spare in that time.
    pub(crate) fn waited(&mut self, now: Instant, spare: u64, raise: Raise, gain: u64) -> Option<u64> {
        self.settle(now);
        let row = self.taken_back.min(WAITS.len() - 1);
        let least = match raise {
            Raise::Return => RETURN_WAITS[row],
            Raise::More if gain < TRIFLE_PERCENT => WAITS[row].max(TRIFLE_WAIT),
            Raise::More => WAITS[row],
        };
        let barred = raise == Raise::More && self.barred_until.is_some_and(|end| now < end);
        let wait = &mut self.waits[raise as usize];
        (wait.lasts(now, spare) >= least && !barred).then_some(wait.least_spare)
    }

    /// A raise was made. Soon after a lowering it is the only one.
    pub(crate) fn raised(&mut self, now: Instant, raise: Raise) {
        let lowered = self
            .lowered_at
            .filter(|at| now.saturating_duration_since(*at) < MINUTE);
        if let (Raise::More, Some(at)) = (raise, lowered) {
            self.bar(at);
        }
        self.raised_at = Some(now);
        self.waits = Default::default();
    }

    /// No such raise is possible at the moment.
    pub(crate) fn no_raise(&mut self, raise: Raise) {
        self.waits[raise as usize].since = None;
    }

    /// The budget fell short of what was given.
    pub(crate) fn lowered(&mut self, now: Instant) {
        self.settle(now);
        self.waits = Default::default();
        self.lowered_at = Some(now);
        let young = |at: Instant| now.saturating_duration_since(at) < PROVED;
        if self.raised_at.take().is_some_and(young) {
            self.taken_back += 1;
            self.bar(now);
        }
    }

    fn bar(&mut self, from: Instant) {
        self.barred_until = self.barred_until.max(from.checked_add(MINUTE));
    }

    fn settle(&mut self, now: Instant) {
        let forgotten = |at: Instant| now.saturating_duration_since(at) >= FORGOTTEN;
        if self.raised_at.is_some_and(forgotten) {
            self.raised_at = None;
            self.taken_back = 0;
        }
    }
}

impl Wait {
    /// Goes on with `spare` bit/s; how long it has lasted.
    fn lasts(&mut self, now: Instant, spare: u64) -> Duration {
        let since = *self.since.get_or_insert(now);
        self.least_spare = if since == now {
            spare
        } else {
            self.least_spare.min(spare)
        };
        now.saturating_duration_since(since)
    }
}
