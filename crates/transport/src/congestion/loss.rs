//! What loss says of the path: too much is sent, or it loses whatever is sent.

/// Loss is judged over this time, in microseconds, with at least so many packets.
const WINDOW: i64 = 400_000;
const LEAST_PACKETS: u32 = 20;
/// Loss beyond what the path has of its own that asks for less.
const HIGH: f64 = 0.1;
/// What is known of loss holds for so long, in microseconds.
const FRESH: i64 = 3_000_000;
/// The path's own loss is not believed to be more.
const MOST_INHERENT: f64 = 0.4;
/// Sending has to fall to this share before its effect is looked at.
const LESS: f64 = 0.75;
/// When as large a share is lost, and arrivals fell to this share, sending less was in vain.
const FELL: f64 = 0.85;

/// What to do to the estimate.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Verdict {
    Keep,
    /// Multiply by this.
    Decrease(f64),
    /// Decreasing did not help: back to this many bits per second.
    Restore(f64),
}

/// Tells congestion from the loss of a bad radio link.
#[derive(Debug, Default)]
pub(crate) struct LossControl {
    since: i64,
    arrived: u32,
    lost: u32,
    smoothed: f64,
    inherent: f64,
    trial: Option<Trial>,
}

/// What was before the estimate was decreased, in bits per second.
#[derive(Clone, Copy, Debug)]
struct Trial {
    sent: f64,
    acknowledged: f64,
    estimate: f64,
    loss: f64,
}

impl LossControl {
    /// A packet arrived, or arrived late after it was told lost.
    pub(crate) fn arrived(&mut self, after_all: bool) {
        self.arrived += 1;
        self.lost = self.lost.saturating_sub(after_all.into());
    }

    pub(crate) fn lost(&mut self) {
        self.lost += 1;
    }

    /// The share of packets lost, smoothed over about a second.
    pub(crate) fn fraction(&self) -> f64 {
        self.smoothed
    }

    /// Whether more was lost than the path loses anyway, by far, a moment ago.
    pub(crate) fn is_high(&self, now: i64) -> bool {
        now - self.since < FRESH && self.is_excessive()
    }

    /// Judges once in a while; rates are in bits per second.
    pub(crate) fn judge(&mut self, now: i64, sent: f64, acknowledged: f64, estimate: f64) -> Verdict {
        let packets = self.arrived + self.lost;
        if now - self.since < WINDOW || packets < LEAST_PACKETS {
            return Verdict::Keep;
        }
        let fraction = f64::from(self.lost) / f64::from(packets);
        (self.since, self.arrived, self.lost) = (now, 0, 0);
        self.smoothed = (self.smoothed + fraction) / 2.0;
        self.inherent = self.inherent.min((self.inherent + self.smoothed) / 2.0);
        if !self.is_excessive() {
            self.trial = None;
            return Verdict::Keep;
        }
        let before = *self.trial.get_or_insert(Trial {
            sent,
            acknowledged,
            estimate,
            loss: self.smoothed,
        });
        if sent > LESS * before.sent {
            return Verdict::Decrease(1.0 - (self.smoothed - self.inherent) / 2.0);
        }
        self.trial = None;
        if acknowledged > FELL * before.acknowledged || self.smoothed < 0.7 * before.loss {
            return Verdict::Decrease(1.0 - (self.smoothed - self.inherent) / 2.0);
        }
        self.inherent = self.smoothed.min(MOST_INHERENT);
        Verdict::Restore(before.estimate)
    }

    fn is_excessive(&self) -> bool {
        self.smoothed - self.inherent > HIGH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Follows the estimate on a path of `capacity` bits per second that loses `own` besides; the estimate after a while.
    fn run(capacity: f64, own: f64, estimate: f64) -> f64 {
        let (mut control, mut estimate) = (LossControl::default(), estimate);
        for window in 1..60 {
            let passed = (1.0 - own) * (capacity / estimate).min(1.0);
            for packet in 0..100 {
                if f64::from(packet) < passed * 100.0 {
                    control.arrived(false);
                } else {
                    control.lost();
                }
            }
            match control.judge(window * WINDOW, estimate, estimate * passed, estimate) {
                Verdict::Keep => {}
                Verdict::Decrease(factor) => estimate *= factor,
                Verdict::Restore(former) => estimate = former,
            }
        }
        estimate
    }

    #[test]
    fn a_full_link_without_queue_gets_less() {
        for factor in [1.5, 2.0, 4.0, 8.0] {
            let estimate = run(1e6, 0.0, factor * 1e6);
            assert!((0.6e6..=1.13e6).contains(&estimate), "{factor}: {estimate}");
        }
    }

    #[test]
    fn a_bad_radio_link_keeps_its_rate() {
        for own in [0.05, 0.1, 0.2, 0.3] {
            assert!(run(1e9, own, 2e6) > 1.9e6, "{own}");
        }
    }

    #[test]
    fn a_bad_radio_link_that_is_full_gets_less() {
        let estimate = run(1e6, 0.2, 2e6);
        assert!((0.5e6..=1.3e6).contains(&estimate), "{estimate}");
    }

    #[test]
    fn what_arrives_after_all_was_not_lost() {
        let mut control = LossControl::default();
        for _ in 0..LEAST_PACKETS {
            control.lost();
            control.arrived(true);
        }
        control.judge(WINDOW, 1e6, 1e6, 1e6);
        assert!(control.fraction() < 0.01);
    }
}
