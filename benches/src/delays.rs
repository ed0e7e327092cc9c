//! Delays, kept in steps of 3 % so that a packet costs an addition.

use serde::Serialize;
use std::time::Duration;

/// Steps between a number of microseconds and its double.
const STEPS: u64 = 32;

/// Up to 2^28 microseconds, which is four minutes; the last takes all that is longer.
const SLOTS: usize = (STEPS * 24) as usize;

/// A distribution of delays.
#[derive(Clone, Debug)]
pub(crate) struct Delays {
    slots: Box<[u32]>,
    count: u64,
    longest: Duration,
}

/// A distribution in short, in milliseconds.
#[derive(Clone, Copy, Default, PartialEq, Debug, Serialize)]
pub(crate) struct Percentiles {
    pub(crate) p50: f64,
    pub(crate) p95: f64,
    pub(crate) p99: f64,
    pub(crate) max: f64,
}

impl Delays {
    /// None yet.
    pub(crate) fn new() -> Self {
        Self {
            slots: vec![0; SLOTS].into(),
            count: 0,
            longest: Duration::ZERO,
        }
    }

    /// Adds one.
    pub(crate) fn add(&mut self, delay: Duration) {
        self.slots[slot(delay.as_micros() as u64)] += 1;
        self.count += 1;
        self.longest = self.longest.max(delay);
    }

    /// Adds all of another.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (slot, more) in self.slots.iter_mut().zip(&other.slots) {
            *slot += more;
        }
        self.count += other.count;
        self.longest = self.longest.max(other.longest);
    }

    /// How many.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    /// In short.
    pub(crate) fn percentiles(&self) -> Percentiles {
        let ms = |delay: Duration| delay.as_secs_f64() * 1e3;
        Percentiles {
            p50: ms(self.percentile(0.50)),
            p95: ms(self.percentile(0.95)),
            p99: ms(self.percentile(0.99)),
            max: ms(self.longest),
        }
    }

    /// What a share of the delays does not exceed, rounded up by 3 % at most; zero where there are none.
    pub(crate) fn percentile(&self, share: f64) -> Duration {
        let rank = (self.count as f64 * share).ceil() as u64;
        let mut below = 0;
        for (slot, count) in self.slots.iter().enumerate() {
            below += u64::from(*count);
            if *count > 0 && below >= rank {
                let most = if slot + 1 == SLOTS {
                    Duration::MAX
                } else {
                    Duration::from_micros(most(slot))
                };
                return most.min(self.longest);
            }
        }
        self.longest
    }
}

/// The slot of a number of microseconds: exact below [`STEPS`], then as many slots for each doubling.
fn slot(micros: u64) -> usize {
    let doublings = u64::from((micros / STEPS).checked_ilog2().map_or(0, |log| log + 1));
    let slot = match doublings {
        0 => micros,
        _ => doublings * STEPS + ((micros >> (doublings - 1)) - STEPS),
    };
    (slot as usize).min(SLOTS - 1)
}

/// The most microseconds that fall into a slot.
fn most(slot: usize) -> u64 {
    let (doublings, step) = (slot as u64 / STEPS, slot as u64 % STEPS);
    match doublings {
        0 => step,
        _ => ((STEPS + step + 1) << (doublings - 1)) - 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_slot_begins_where_the_last_one_ends() {
        for at in 0..SLOTS - 1 {
            assert_eq!(slot(most(at)), at);
            assert_eq!(slot(most(at) + 1), at + 1);
        }
    }

    #[test]
    fn percentiles_are_within_three_percent() {
        let mut delays = Delays::new();
        (1..=10_000).for_each(|micros| delays.add(Duration::from_micros(micros)));
        let Percentiles { p50, p95, p99, max } = delays.percentiles();
        for (is, true_value) in [(p50, 5.0), (p95, 9.5), (p99, 9.9)] {
            assert!(
                (true_value..true_value * 1.032).contains(&is),
                "{is} for {true_value}"
            );
        }
        assert_eq!(max, 10.0);
        assert_eq!(Delays::new().percentiles(), Percentiles::default());
    }

    #[test]
    fn merged_they_count_as_one() {
        let (mut one, mut other) = (Delays::new(), Delays::new());
        one.add(Duration::from_micros(5));
        other.add(Duration::from_secs(600));
        one.merge(&other);
        assert_eq!(one.percentile(0.5), Duration::from_micros(5));
        assert_eq!(one.percentile(1.0), Duration::from_secs(600));
    }
}
