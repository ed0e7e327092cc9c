//! The estimate: increased while no queue grows, set below what arrived when one does (draft-ietf-rmcat-gcc-02 section 5.5).

use super::trend::Usage;

/// Bits per second of which sound with little picture lives.
pub(crate) const LEAST: f64 = 50_000.0;
pub(crate) const MOST: f64 = 100_000_000.0;
/// Assumed before anything is known.
pub(crate) const START: f64 = 1_000_000.0;
/// Of what arrived when a queue grew, so that it drains.
const DECREASE: f64 = 0.85;
/// By how much less the longest queue is left, so that it drains within two seconds or so.
const DRAIN: f64 = 0.25;
/// The longest queue, in microseconds.
const LONG_QUEUE: f64 = 400_000.0;
/// A queue that counts as drained, in microseconds.
const DRAINED: i64 = 30_000;
/// A queue that has to go though it does not grow, in microseconds.
const TOO_LONG: i64 = 120_000;
/// Growth a second far from the known limit.
const GROWTH: f64 = 1.08;
/// Growth per response time near the limit, in bits: about a packet.
const STEP: f64 = 9_600.0;
/// Time that sender with receiver take to react beside the round trip, in microseconds.
const REACTION: i64 = 100_000;
/// How much of a new limit is learnt.
const LEARNT: f64 = 0.05;

/// What is known when feedback came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Observation {
    /// In microseconds, as are the others.
    pub(crate) now: i64,
    pub(crate) round_trip: i64,
    pub(crate) queue: i64,
    pub(crate) usage: Usage,
    /// Bits per second that arrived over half a second.
    pub(crate) acknowledged: Option<f64>,
    /// The same over a quarter.
    pub(crate) lately: Option<f64>,
}

/// Additive increase, multiplicative decrease.
#[derive(Debug)]
pub(crate) struct RateControl {
    estimate: f64,
    /// What arrived when queues grew, with its relative deviation.
    limit: Option<(f64, f64)>,
    updated: i64,
    decreased: Option<i64>,
    /// What to go back to once the queue is gone.
    after_queue: Option<f64>,
}

impl RateControl {
    pub(crate) fn new(now: i64, estimate: f64) -> Self {
        Self {
            estimate,
            limit: None,
            updated: now,
            decreased: None,
            after_queue: None,
        }
    }

    /// Bits per second.
    pub(crate) fn estimate(&self) -> f64 {
        self.estimate
    }

    /// When it last had to be lowered.
    pub(crate) fn decreased(&self) -> Option<i64> {
        self.decreased
    }

    /// Takes a measured rate over.
    pub(crate) fn set(&mut self, estimate: f64) {
        self.estimate = estimate.clamp(LEAST, MOST);
        self.after_queue = None;
        if self
            .limit
            .is_some_and(|(limit, deviation)| self.estimate > limit * (1.0 + 3.0 * deviation))
        {
            self.limit = None;
        }
    }

    /// Lowers by a factor at a time.
    pub(crate) fn lower(&mut self, now: i64, factor: f64) {
        self.estimate = (self.estimate * factor).max(LEAST);
        self.after_queue = None;
        self.decreased = Some(now);
    }

    /// Follows what the path does; whether a queue was the reason to send less.
    pub(crate) fn update(&mut self, seen: &Observation) -> bool {
        let elapsed = (seen.now - self.updated).clamp(0, 1_000_000);
        self.updated = seen.now;
        let is_long = seen.queue > TOO_LONG && seen.usage != Usage::Under;
        if seen.usage == Usage::Over || is_long {
            return self.decrease(seen, is_long);
        }
        if seen.queue < DRAINED
            && let Some(former) = self.after_queue.take()
        {
            self.estimate = self.estimate.max(former);
        }
        if seen.usage == Usage::Normal {
            self.increase(seen, elapsed as f64 / 1e6);
        }
        false
    }

    /// Once for what one decrease can show: the round trip, the reaction, the time to measure anew.
    fn decrease(&mut self, seen: &Observation, is_long: bool) -> bool {
        let response = seen.round_trip.clamp(10_000, 500_000) + REACTION * if is_long { 3 } else { 1 };
        // The shorter time: half a second would count what was not sent yet when a picture was raised a moment ago.
        let arrived = seen.lately.or(seen.acknowledged).unwrap_or(self.estimate);
        let is_far_off = arrived < self.estimate / 2.0;
        let waits = self.decreased.is_some_and(|at| seen.now - at < response);
        if waits && !is_far_off {
            return false;
        }
        self.learn_limit(arrived);
        let queue = (seen.queue as f64 / LONG_QUEUE).min(1.0);
        let lowered = (arrived * (DECREASE - DRAIN * queue)).max(LEAST);
        if lowered < self.estimate {
            self.estimate = lowered;
            self.after_queue = Some((arrived * DECREASE).max(lowered));
        }
        self.decreased = Some(seen.now);
        true
    }

    fn learn_limit(&mut self, arrived: f64) {
        let (limit, deviation) = match self.limit {
            Some((limit, deviation)) if (arrived - limit).abs() <= 3.0 * deviation * limit => {
                let off = (arrived - limit).abs() / limit;
                (
                    limit + LEARNT * (arrived - limit),
                    deviation + LEARNT * (off - deviation),
                )
            }
            _ => (arrived, 0.1),
        };
        self.limit = Some((limit, deviation.clamp(0.02, 0.15)));
    }

    fn increase(&mut self, seen: &Observation, elapsed: f64) {
        let Some(arrived) = seen.acknowledged else {
            return;
        };
        if self
            .limit
            .is_some_and(|(limit, deviation)| arrived > limit * (1.0 + 3.0 * deviation))
        {
            self.limit = None;
        }
        let is_near = self
            .limit
            .is_some_and(|(limit, deviation)| self.estimate > limit * (1.0 - 3.0 * deviation));
        let increased = if is_near {
            let response = (seen.round_trip.max(10_000) + REACTION) as f64 / 1e6;
            self.estimate + STEP * elapsed / response
        } else {
            self.estimate * GROWTH.powf(elapsed) + 1_000.0 * elapsed
        };
        // What was not tried is not known; what arrived without a queue is carried.
        let (known, carried) = (1.5 * arrived + 10_000.0, arrived * DECREASE);
        let least = if seen.queue < DRAINED {
            carried.max(self.estimate)
        } else {
            self.estimate
        };
        self.estimate = increased.min(known).max(least).min(MOST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(now: i64, usage: Usage, arrived: f64, queue: i64) -> Observation {
        Observation {
            now,
            round_trip: 50_000,
            queue,
            usage,
            acknowledged: Some(arrived),
            lately: Some(arrived),
        }
    }

    #[test]
    fn a_growing_queue_lowers_below_what_arrived_once_per_response() {
        let mut rate = RateControl::new(0, START);
        assert!(rate.update(&seen(1_000_000, Usage::Over, 800_000.0, 0)));
        assert_eq!(rate.estimate(), 680_000.0);
        assert!(!rate.update(&seen(1_050_000, Usage::Over, 600_000.0, 0)));
        assert_eq!(rate.estimate(), 680_000.0);
        assert!(rate.update(&seen(1_200_000, Usage::Over, 600_000.0, 0)));
        assert_eq!(rate.estimate(), 510_000.0);
    }

    #[test]
    fn a_long_queue_is_drained_then_forgotten() {
        let mut rate = RateControl::new(0, START);
        rate.update(&seen(1_000_000, Usage::Over, 300_000.0, 500_000));
        assert_eq!(rate.estimate(), 180_000.0);
        rate.update(&seen(2_000_000, Usage::Under, 300_000.0, 100_000));
        assert_eq!(rate.estimate(), 180_000.0);
        rate.update(&seen(2_500_000, Usage::Under, 180_000.0, 10_000));
        assert_eq!(rate.estimate(), 255_000.0);
    }

    #[test]
    fn what_was_not_tried_is_not_believed() {
        let mut rate = RateControl::new(0, START);
        for step in 1..1_000 {
            rate.update(&seen(step * 100_000, Usage::Normal, 800_000.0, 0));
        }
        assert_eq!(rate.estimate(), 1_210_000.0);
        rate.update(&seen(200_000_000, Usage::Normal, 100_000.0, 0));
        assert_eq!(
            rate.estimate(),
            1_210_000.0,
            "sending less is no reason to believe less"
        );
    }

    #[test]
    fn growth_is_slow_near_the_limit() {
        let mut rate = RateControl::new(0, START);
        rate.update(&seen(0, Usage::Over, 1_000_000.0, 0));
        for step in 1..=10 {
            rate.update(&seen(step * 100_000, Usage::Normal, 850_000.0, 0));
        }
        assert!(
            (900_000.0..930_000.0).contains(&rate.estimate()),
            "{}",
            rate.estimate()
        );
    }
}
