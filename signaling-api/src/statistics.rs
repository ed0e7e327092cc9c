//! Consultations summed up.

use crate::clock::Timestamp;
use crate::history::Outcome;
use crate::store::Figures;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

/// Milliseconds in a day.
const DAY: i64 = 24 * 3_600_000;

/// Consultations of a time in figures; the time of a consultation is when it is planned, else when it was made.
#[derive(Serialize, PartialEq, Eq, Debug, utoipa::ToSchema)]
pub(crate) struct Statistics {
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    to: Timestamp,
    /// All of them.
    #[serde(flatten)]
    counts: Counts,
    /// Patients with an account with whom one was held.
    patients: usize,
    /// How long those that were held lasted, in whole seconds; `null` where there are none.
    duration_s: Option<Spread>,
    /// How long those who met the doctor had waited, in whole seconds; `null` where nobody did.
    waited_s: Option<Spread>,
    /// Each day on which there are any, in order.
    days: Vec<DayCounts>,
}

/// How many there are of each outcome.
#[derive(Clone, Copy, Default, Serialize, PartialEq, Eq, Debug, utoipa::ToSchema)]
#[schema(as = OutcomeCounts)]
pub(crate) struct Counts {
    /// All, whatever came of them.
    created: u32,
    /// The doctor and another were there together.
    held: u32,
    /// Nobody but the doctor came.
    no_show: u32,
    /// Called off.
    cancelled: u32,
    /// Somebody tried, and no media came.
    failed: u32,
    /// The doctor was not there with anybody.
    unattended: u32,
}

/// One day.
#[derive(Clone, Serialize, PartialEq, Eq, Debug, utoipa::ToSchema)]
#[schema(as = DayCounts)]
pub(crate) struct DayCounts {
    /// The day, `YYYY-MM-DD`.
    day: String,
    /// What came of its consultations.
    #[serde(flatten)]
    counts: Counts,
    /// How long all that were held lasted together, in whole seconds.
    held_s: i64,
}

/// How durations are spread, in whole seconds.
#[derive(Clone, Copy, Serialize, PartialEq, Eq, Debug, utoipa::ToSchema)]
pub(crate) struct Spread {
    /// Their mean.
    mean: i64,
    /// Half are at most so long.
    median: i64,
    /// Nine in ten are at most so long.
    p90: i64,
}

impl Counts {
    fn add(&mut self, outcome: Option<Outcome>) {
        self.created += 1;
        match outcome {
            Some(Outcome::Held) => self.held += 1,
            Some(Outcome::NoShow) => self.no_show += 1,
            Some(Outcome::Cancelled) => self.cancelled += 1,
            Some(Outcome::Failed) => self.failed += 1,
            Some(Outcome::Unattended) => self.unattended += 1,
            None => {}
        }
    }
}

/// Sums up; days are those of a clock so many minutes ahead of UTC.
#[must_use]
pub(crate) fn sum_up(figures: &[Figures], from: Timestamp, to: Timestamp, utc_offset: i64) -> Statistics {
    let mut counts = Counts::default();
    let mut days: BTreeMap<i64, (Counts, i64)> = BTreeMap::new();
    for one in figures {
        counts.add(one.outcome);
        let (day, held_ms) = days
            .entry((one.at.0 + utc_offset * 60_000).div_euclid(DAY))
            .or_default();
        day.add(one.outcome);
        *held_ms += one.held_ms;
    }
    let held = figures.iter().filter(|one| one.outcome == Some(Outcome::Held));
    let patients: HashSet<_> = held.clone().filter_map(|one| one.patient).collect();
    let days = days.into_iter().map(|(day, (counts, held_ms))| DayCounts {
        day: named(day),
        counts,
        held_s: held_ms / 1000,
    });
    Statistics {
        from,
        to,
        counts,
        patients: patients.len(),
        duration_s: spread(held.clone().map(|one| one.held_ms).collect()),
        waited_s: spread(held.filter_map(|one| one.waited_ms).collect()),
        days: days.collect(),
    }
}

fn named(day: i64) -> String {
    let midnight = Timestamp(0) + Duration::from_millis(u64::try_from(day * DAY).unwrap_or_default());
    midnight.to_string().chars().take(10).collect()
}

/// By nearest rank: every figure is one that was measured.
fn spread(mut ms: Vec<i64>) -> Option<Spread> {
    ms.sort_unstable();
    let rank = |percent: usize| {
        let rank = (ms.len() * percent).div_ceil(100).max(1);
        ms.get(rank - 1).map(|ms| ms / 1000)
    };
    let count = i64::try_from(ms.len()).ok().filter(|count| *count > 0)?;
    Some(Spread {
        mean: ms.iter().sum::<i64>() / count / 1000,
        median: rank(50)?,
        p90: rank(90)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn figures(at: i64, outcome: Option<Outcome>, held_s: i64) -> Figures {
        Figures {
            at: Timestamp(at),
            patient: Some(Uuid::nil()),
            outcome,
            held_ms: held_s * 1000,
            waited_ms: (held_s > 0).then_some(held_s * 100),
        }
    }

    #[test]
    fn days_are_those_of_the_clock_that_is_asked_for() {
        let evening = 20_000 * DAY + 23 * 3_600_000;
        let all = [
            figures(evening, Some(Outcome::Held), 600),
            figures(evening, Some(Outcome::NoShow), 0),
            figures(evening + 2 * 3_600_000, None, 0),
        ];
        let days = |offset| {
            let found = sum_up(&all, Timestamp(0), Timestamp(DAY), offset);
            let day = |day: DayCounts| (day.day, day.counts.created, day.held_s);
            found.days.into_iter().map(day).collect::<Vec<_>>()
        };
        assert_eq!(
            days(0),
            [("2024-10-04".into(), 2, 600), ("2024-10-05".into(), 1, 0)]
        );
        assert_eq!(days(60), [("2024-10-05".into(), 3, 600)]);
        let found = sum_up(&all, Timestamp(0), Timestamp(DAY), 0);
        assert_eq!(
            (found.counts.created, found.counts.held, found.counts.no_show),
            (3, 1, 1)
        );
        assert_eq!(found.patients, 1, "one account, once");
        let six_hundred = Spread {
            mean: 600,
            median: 600,
            p90: 600,
        };
        assert_eq!(found.duration_s, Some(six_hundred));
    }

    #[test]
    fn nothing_has_no_middle() {
        assert_eq!(spread(Vec::new()), None);
        let ten = spread((1..=10).map(|s| s * 1000).collect()).expect("ten");
        assert_eq!((ten.mean, ten.median, ten.p90), (5, 5, 9));
    }

    proptest! {
        #[test]
        fn the_middle_is_in_the_middle(ms in proptest::collection::vec(0i64..10_000_000, 1..50)) {
            let found = spread(ms.clone()).expect("some");
            let (least, most) = (ms.iter().min().expect("one") / 1000, ms.iter().max().expect("one") / 1000);
            for figure in [found.mean, found.median, found.p90] {
                prop_assert!((least..=most).contains(&figure));
            }
            prop_assert!(found.median <= found.p90);
        }
    }
}
