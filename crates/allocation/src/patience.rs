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

/// After a lowering there is at most one raise in this time, none when the lowering took one back; after any change no trifle.
const MINUTE: Duration = Duration::from_secs(60);

/// A raise that stood this long proved right. Longer than the 10 s in which a link shows that it is too narrow, so that
/// an estimate which swings slowly is found out as well.
const PROVED: Duration = Duration::from_secs(30);

/// A raise that stood this long makes up for one that was taken back.
const FORGOTTEN: Duration = Duration::from_secs(120);

/// Ways to raise, the most urgent first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Raise {
    /// Paused pictures come back.
    Return,
    /// Everybody gets more, in all at least twice as much: the way has become another.
    Leap,
    /// Everybody gets more, in all a quarter more at least.
    More,
    /// Everybody gets more, however little.
    Trifle,
}

impl Raise {
    /// All there are.
    pub(crate) const ALL: [Self; 4] = [Self::Return, Self::Leap, Self::More, Self::Trifle];

    /// What it adds to the sum at least, in percent.
    pub(crate) fn least_gain(self) -> u64 {
        match self {
            Self::Return | Self::Trifle => 0,
            Self::More => 25,
            Self::Leap => 100,
        }
    }
}

/// Memory of raises and of how they ended.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Patience {
    /// One for every [`Raise`].
    waits: [Wait; Raise::ALL.len()],
    raised_at: Option<Instant>,
    /// Since when the last raise has stood, or makes up for one more of those that were taken back.
    stands_since: Option<Instant>,
    lowered_at: Option<Instant>,
    changed_at: Option<Instant>,
    /// Until when nothing but leaps and returns is let through, since there was one raise after the lowering.
    resting_until: Option<Instant>,
    /// Until when nothing but returns is let through, since a raise was taken back.
    barred_until: Option<Instant>,
    taken_back: usize,
    /// What was to spare for the last raise, in bit/s, and at most for those that were taken back.
    raised_within: u64,
    failed_within: u64,
}

/// Time in which a raise was possible all along.
#[derive(Clone, Copy, Default, Debug)]
struct Wait {
    since: Option<Instant>,
    /// The least bit/s that were to spare since then.
    least_spare: u64,
}

impl Patience {
    /// A raise is possible within `spare` bit/s. Once it has been for long enough, returns the least that was to spare in
    /// that time.
    pub(crate) fn waited(&mut self, now: Instant, spare: u64, raise: Raise) -> Option<u64> {
        self.settle(now);
        if spare / 2 > self.failed_within {
            // What was learnt was learnt of a narrower way.
            (self.taken_back, self.barred_until) = (0, None);
        }
        let row = self.taken_back.min(WAITS.len() - 1);
        let least = match raise {
            Raise::Return => RETURN_WAITS[row],
            Raise::Leap | Raise::More => WAITS[row],
            Raise::Trifle => WAITS[row].max(TRIFLE_WAIT),
        };
        let barred = self.is_barred(now, raise);
        let wait = &mut self.waits[raise as usize];
        (wait.lasts(now, spare) >= least && !barred).then_some(wait.least_spare)
    }

    fn is_barred(&self, now: Instant, raise: Raise) -> bool {
        let before = |end: Option<Instant>| end.is_some_and(|end| now < end);
        let barred = before(self.barred_until);
        match raise {
            Raise::Return => false,
            Raise::Leap => barred,
            Raise::More => barred || before(self.resting_until),
            Raise::Trifle => {
                barred || before(self.resting_until) || before(self.changed_at.and_then(a_minute_after))
            }
        }
    }

    /// A raise was made within `spare` bit/s. Soon after a lowering it is the only one.
    pub(crate) fn raised(&mut self, now: Instant, raise: Raise, spare: u64) {
        if raise != Raise::Return {
            self.resting_until = self.lowered_at.and_then(a_minute_after);
        }
        self.raised_at = Some(now);
        self.raised_within = spare;
        self.stands_since = Some(now);
        self.changed_at = Some(now);
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
        self.changed_at = Some(now);
        self.stands_since = None;
        let young = |at: Instant| now.saturating_duration_since(at) < PROVED;
        if self.raised_at.take().is_some_and(young) {
            self.failed_within = match self.taken_back {
                0 => self.raised_within,
                _ => self.raised_within.max(self.failed_within),
            };
            self.taken_back += 1;
            self.barred_until = a_minute_after(now);
        }
    }

    fn settle(&mut self, now: Instant) {
        let forgotten = |at: Instant| now.saturating_duration_since(at) >= FORGOTTEN;
        if self.stands_since.is_some_and(forgotten) {
            self.stands_since = Some(now);
            self.taken_back = self.taken_back.saturating_sub(1);
        }
    }
}

fn a_minute_after(at: Instant) -> Option<Instant> {
    at.checked_add(MINUTE)
}

impl Wait {
    /// Goes on with `spare` bit/s, or begins again where that is far more than before; how long it has lasted.
    fn lasts(&mut self, now: Instant, spare: u64) -> Duration {
        if spare / 2 > self.least_spare {
            self.since = None;
        }
        let since = *self.since.get_or_insert(now);
        self.least_spare = if since == now {
            spare
        } else {
            self.least_spare.min(spare)
        };
        now.saturating_duration_since(since)
    }
}
