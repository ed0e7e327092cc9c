//! Times when somebody was there.

use crate::clock::Timestamp;
use crate::live::GRACE;

/// From one moment to another, in milliseconds since the epoch.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Interval {
    /// The first moment.
    pub from: i64,
    /// The first moment after it.
    pub to: i64,
}

/// A time in a call: connections lost for less than the grace of a place are gaps in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Stay {
    /// From the first connection to the end of the last.
    pub whole: Interval,
    /// When media were away meanwhile.
    pub gaps: Vec<Interval>,
}

impl Interval {
    /// Milliseconds.
    #[must_use]
    pub(crate) fn length(self) -> i64 {
        self.to.saturating_sub(self.from).max(0)
    }

    /// Whether a moment is in it.
    #[must_use]
    pub(crate) fn has(self, moment: i64) -> bool {
        self.from <= moment && moment < self.to
    }
}

impl Stay {
    /// How long media were there, in milliseconds.
    #[must_use]
    pub(crate) fn present(&self) -> i64 {
        self.whole.length() - total(&self.gaps)
    }

    /// When it began.
    #[must_use]
    pub(crate) fn from(&self) -> Timestamp {
        Timestamp(self.whole.from)
    }

    /// When it ended.
    #[must_use]
    pub(crate) fn to(&self) -> Timestamp {
        Timestamp(self.whole.to)
    }
}

/// The same times in order, without overlaps.
#[must_use]
pub(super) fn merged(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.retain(|interval| interval.length() > 0);
    intervals.sort_unstable();
    let mut merged: Vec<Interval> = Vec::with_capacity(intervals.len());
    for next in intervals {
        match merged.last_mut() {
            Some(last) if next.from <= last.to => last.to = last.to.max(next.to),
            _ => merged.push(next),
        }
    }
    merged
}

/// When both were there; both are [`merged`].
#[must_use]
pub(super) fn together(one: &[Interval], other: &[Interval]) -> Vec<Interval> {
    let (mut i, mut j, mut both) = (0, 0, Vec::new());
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        let common = Interval {
            from: a.from.max(b.from),
            to: a.to.min(b.to),
        };
        if common.length() > 0 {
            both.push(common);
        }
        if a.to <= b.to {
            i += 1;
        } else {
            j += 1;
        }
    }
    both
}

/// How long they last, in milliseconds.
#[must_use]
pub(super) fn total(intervals: &[Interval]) -> i64 {
    intervals.iter().map(|interval| interval.length()).sum()
}

/// Joins what a lost connection broke in two.
#[must_use]
pub(crate) fn stays(intervals: Vec<Interval>) -> Vec<Stay> {
    let grace = GRACE.as_millis() as i64;
    let mut stays: Vec<Stay> = Vec::new();
    for next in merged(intervals) {
        match stays.last_mut() {
            Some(stay) if next.from - stay.whole.to < grace => {
                let (from, to) = (stay.whole.to, next.from);
                stay.gaps.push(Interval { from, to });
                stay.whole.to = next.to;
            }
            _ => stays.push(Stay {
                whole: next,
                gaps: Vec::new(),
            }),
        }
    }
    stays
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(times: &[(i64, i64)]) -> Vec<Interval> {
        times.iter().map(|&(from, to)| Interval { from, to }).collect()
    }

    #[test]
    fn a_lost_connection_is_a_gap_and_a_long_absence_another_stay() {
        let found = stays(of(&[(200_000, 300_000), (0, 60_000), (70_000, 100_000)]));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].whole, Interval { from: 0, to: 100_000 });
        assert_eq!(found[0].gaps, of(&[(60_000, 70_000)]));
        assert_eq!(found[0].present(), 90_000);
        assert_eq!(found[1].present(), 100_000);
    }

    #[test]
    fn together_is_when_both_are_there() {
        let doctor = of(&[(0, 10), (20, 30)]);
        assert_eq!(together(&doctor, &of(&[(5, 25)])), of(&[(5, 10), (20, 25)]));
        assert_eq!(together(&doctor, &of(&[(10, 20)])), []);
    }

    proptest! {
        #[test]
        fn sets_of_moments_stay_what_they_are(
            one in proptest::collection::vec((0i64..60, 0i64..60), 0..8),
            other in proptest::collection::vec((0i64..60, 0i64..60), 0..8),
        ) {
            let (a, b) = (merged(of(&one)), merged(of(&other)));
            let both = together(&a, &b);
            for moment in 0..60 {
                let within = |times: &[(i64, i64)]| of(times).iter().any(|interval| interval.has(moment));
                prop_assert_eq!(a.iter().any(|interval| interval.has(moment)), within(&one));
                prop_assert_eq!(both.iter().any(|interval| interval.has(moment)), within(&one) && within(&other));
            }
        }
    }
}
