//! One direction between two addresses.

use crate::Conditions;
use rand::RngExt;
use rand::rngs::StdRng;
use std::time::{Duration, Instant};

/// What a reordered datagram is held back by, in microseconds.
const HELD_BACK: std::ops::RangeInclusive<u64> = 5_000..=20_000;

#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) conditions: Conditions,
    /// In the bad state of the burst model.
    is_bad: bool,
    /// When the last queued datagram has left.
    free_at: Option<Instant>,
    /// When the last datagram that keeps the order arrives.
    last_arrival: Option<Instant>,
}

/// When a datagram arrives, perhaps twice.
pub(crate) struct Arrivals {
    pub(crate) first: Instant,
    pub(crate) duplicate: Option<Instant>,
}

impl Link {
    pub(crate) fn new(conditions: Conditions) -> Self {
        Self {
            conditions,
            is_bad: false,
            free_at: None,
            last_arrival: None,
        }
    }

    /// `None` if the datagram is lost.
    pub(crate) fn carry(&mut self, now: Instant, len: usize, random: &mut StdRng) -> Option<Arrivals> {
        let left = self.queue(now, len)?;
        if self.is_lost(random) {
            return None;
        }
        let first = self.arrival(left, random);
        let duplicate = random
            .random_bool(self.conditions.duplicate)
            .then(|| self.arrival(left, random));
        Some(Arrivals { first, duplicate })
    }

    /// When the datagram has left the queue; `None` if the queue is full.
    fn queue(&mut self, now: Instant, len: usize) -> Option<Instant> {
        let Some(rate) = self.conditions.rate_bps else {
            return Some(now);
        };
        let free_at = self.free_at.map_or(now, |at| at.max(now));
        let waiting = (free_at - now).as_nanos() * u128::from(rate) / 8_000_000_000;
        if waiting + len as u128 > self.conditions.queue_bytes as u128 {
            return None;
        }
        let nanos = len as u128 * 8_000_000_000 / u128::from(rate);
        let left = free_at + Duration::from_nanos(nanos as u64);
        self.free_at = Some(left);
        Some(left)
    }

    fn is_lost(&mut self, random: &mut StdRng) -> bool {
        let loss = self.conditions.loss;
        let Some(bursts) = self.conditions.bursts else {
            return random.random_bool(loss);
        };
        // The bad state is left after `mean_len` packets on average; it is entered so often that its share is `loss`.
        let leave = 1.0 / bursts.mean_len;
        let enter = if loss < 1.0 {
            leave * loss / (1.0 - loss)
        } else {
            1.0
        };
        let changes = if self.is_bad { leave } else { enter };
        self.is_bad ^= random.random_bool(changes.min(1.0));
        self.is_bad || loss >= 1.0
    }

    fn arrival(&mut self, left: Instant, random: &mut StdRng) -> Instant {
        let most = self.conditions.jitter.as_micros() as u64;
        let jitter = Duration::from_micros(random.random_range(0..=most));
        let on_time = left + self.conditions.delay + jitter;
        if random.random_bool(self.conditions.reorder) {
            return on_time + Duration::from_micros(random.random_range(HELD_BACK));
        }
        let in_order = self.last_arrival.map_or(on_time, |last| last.max(on_time));
        self.last_arrival = Some(in_order);
        in_order
    }
}
