//! Whether a queue builds up: the trend of one-way delay against a threshold that adapts.

use super::groups::Gradient;

/// Groups that the line is fitted through.
const WINDOW: usize = 20;
const SMOOTHING: f64 = 0.9;
const GAIN: f64 = 4.0;
/// Groups beyond which certainty grows no more.
const MOST_CERTAIN: u32 = 60;
/// Milliseconds of the threshold (draft-ietf-rmcat-gcc-02 section 5.4).
const THRESHOLD: f64 = 12.5;
const THRESHOLDS: std::ops::RangeInclusive<f64> = 6.0..=600.0;
const THRESHOLD_UP: f64 = 0.0087;
const THRESHOLD_DOWN: f64 = 0.039;
/// Beyond the threshold by more than this is no noise to adapt to.
const SPIKE: f64 = 15.0;
/// Milliseconds over the threshold before it is believed.
const OVERUSE: f64 = 10.0;

/// What the path does.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) enum Usage {
    #[default]
    Normal,
    /// More is sent than leaves: a queue grows.
    Over,
    /// A queue drains.
    Under,
}

/// Fits a line through the accumulated delay of the last groups.
#[derive(Debug)]
pub(crate) struct DelayTrend {
    /// Arrival with smoothed delay, in milliseconds.
    points: [(f64, f64); WINDOW],
    groups: u32,
    first_arrival: f64,
    accumulated: f64,
    smoothed: f64,
    threshold: f64,
    adapted: f64,
    over_for: f64,
    over_groups: u32,
    former_slope: f64,
    usage: Usage,
}

impl Default for DelayTrend {
    fn default() -> Self {
        Self {
            points: [(0.0, 0.0); WINDOW],
            groups: 0,
            first_arrival: 0.0,
            accumulated: 0.0,
            smoothed: 0.0,
            threshold: THRESHOLD,
            adapted: 0.0,
            over_for: 0.0,
            over_groups: 0,
            former_slope: 0.0,
            usage: Usage::Normal,
        }
    }
}

impl DelayTrend {
    pub(crate) fn usage(&self) -> Usage {
        self.usage
    }

    /// Learns from the next group.
    pub(crate) fn update(&mut self, gradient: &Gradient) {
        let arrival = gradient.arrival as f64 / 1e3;
        if self.groups == 0 {
            self.first_arrival = arrival;
            self.adapted = arrival;
        }
        self.accumulated += gradient.delay as f64 / 1e3;
        self.smoothed = SMOOTHING * self.smoothed + (1.0 - SMOOTHING) * self.accumulated;
        self.points[self.groups as usize % WINDOW] = (arrival - self.first_arrival, self.smoothed);
        self.groups = self.groups.saturating_add(1);
        let slope = if self.groups as usize >= WINDOW {
            self.slope().unwrap_or(self.former_slope)
        } else {
            0.0
        };
        self.judge(slope, gradient.apart as f64 / 1e3, arrival);
    }

    /// The least squares line's slope.
    fn slope(&self) -> Option<f64> {
        let count = WINDOW as f64;
        let (x, y) = self
            .points
            .iter()
            .fold((0.0, 0.0), |(x, y), p| (x + p.0, y + p.1));
        let (x, y) = (x / count, y / count);
        let (above, below) = self.points.iter().fold((0.0, 0.0), |(above, below), p| {
            (above + (p.0 - x) * (p.1 - y), below + (p.0 - x) * (p.0 - x))
        });
        (below > 0.0).then(|| above / below)
    }

    fn judge(&mut self, slope: f64, apart: f64, arrival: f64) {
        let trend = f64::from(self.groups.min(MOST_CERTAIN)) * slope * GAIN;
        if trend > self.threshold {
            self.over_for += if self.over_groups == 0 { apart / 2.0 } else { apart };
            self.over_groups += 1;
            if self.over_for > OVERUSE && self.over_groups > 1 && slope >= self.former_slope {
                (self.over_for, self.over_groups) = (0.0, 0);
                self.usage = Usage::Over;
            }
        } else {
            (self.over_for, self.over_groups) = (0.0, 0);
            self.usage = if trend < -self.threshold {
                Usage::Under
            } else {
                Usage::Normal
            };
        }
        self.former_slope = slope;
        self.adapt(trend, arrival);
    }

    /// So that the jitter of a path or other streams on it do not pass for our own queue.
    fn adapt(&mut self, trend: f64, arrival: f64) {
        let elapsed = (arrival - self.adapted).clamp(0.0, 100.0);
        self.adapted = arrival;
        let size = trend.abs();
        if size > self.threshold + SPIKE {
            return;
        }
        let gain = if size < self.threshold {
            THRESHOLD_DOWN
        } else {
            THRESHOLD_UP
        };
        let adapted = self.threshold + gain * (size - self.threshold) * elapsed;
        self.threshold = adapted.clamp(*THRESHOLDS.start(), *THRESHOLDS.end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Groups each 20 ms whose delay grows by so many microseconds.
    fn feed(trend: &mut DelayTrend, from: i64, growth: impl Iterator<Item = i64>) -> i64 {
        let mut arrival = from;
        for delay in growth {
            arrival += 20_000 + delay;
            trend.update(&Gradient {
                arrival,
                apart: 20_000,
                delay,
            });
        }
        arrival
    }

    #[test]
    fn a_growing_queue_is_overuse_a_draining_one_the_contrary() {
        let mut trend = DelayTrend::default();
        let at = feed(&mut trend, 0, std::iter::repeat_n(0, 100));
        assert_eq!(trend.usage(), Usage::Normal);
        let at = feed(&mut trend, at, std::iter::repeat_n(5_000, 10));
        assert_eq!(trend.usage(), Usage::Over);
        feed(&mut trend, at, std::iter::repeat_n(-5_000, 20));
        assert_eq!(trend.usage(), Usage::Under);
    }

    #[test]
    fn alternating_delay_is_normal() {
        let mut trend = DelayTrend::default();
        let jitter = (0..500).map(|group| if group % 2 == 0 { 10_000 } else { -10_000 });
        feed(&mut trend, 0, jitter);
        assert_eq!(trend.usage(), Usage::Normal);
    }
}
