//! Asking a source for keyframes without a storm.

use std::time::{Duration, Instant};

/// Shortest time between two requests to a source.
const SPACING: Duration = Duration::from_millis(100);

/// A request that got no keyframe is repeated after this time.
const REPEAT: Duration = Duration::from_millis(250);

/// Repeats before the source counts as one that sends nothing, such as a muted camera.
const QUICK_REPEATS: u8 = 12;

/// From then on it is asked this seldom.
const SLOW_REPEAT: Duration = Duration::from_secs(1);

/// Decides when a PLI goes to one source, however many receivers ask for its keyframes.
#[derive(Clone, Copy, Default, Debug)]
pub struct KeyframeThrottle {
    sent: Option<Instant>,
    /// When the next request goes out; `None` while nobody waits.
    due: Option<Instant>,
    repeats: u8,
}

impl KeyframeThrottle {
    /// Somebody needs a keyframe.
    pub fn request(&mut self, now: Instant) {
        let soonest = self.sent.map_or(now, |sent| now.max(sent + SPACING));
        self.due = Some(self.due.map_or(soonest, |due| due.min(soonest)));
    }

    /// A keyframe of the source is here, everybody is served.
    pub fn arrived(&mut self) {
        self.due = None;
        self.repeats = 0;
    }

    /// Whether somebody waits for a keyframe.
    #[must_use]
    pub fn is_waiting(&self) -> bool {
        self.due.is_some()
    }

    /// When [`KeyframeThrottle::poll`] has something to say; `None` while nobody waits.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.due
    }

    /// Whether to send a request now; if so it counts as sent.
    pub fn poll(&mut self, now: Instant) -> bool {
        if self.due.is_none_or(|due| now < due) {
            return false;
        }
        let wait = if self.repeats < QUICK_REPEATS {
            REPEAT
        } else {
            SLOW_REPEAT
        };
        self.repeats = self.repeats.saturating_add(1);
        self.sent = Some(now);
        self.due = Some(now + wait);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Milliseconds at which requests go out, polled each millisecond.
    fn sent(
        throttle: &mut KeyframeThrottle,
        start: Instant,
        span: std::ops::Range<u64>,
        asked: impl Fn(u64) -> bool,
    ) -> Vec<u64> {
        span.filter(|at| {
            let now = start + Duration::from_millis(*at);
            if asked(*at) {
                throttle.request(now);
            }
            throttle.poll(now)
        })
        .collect()
    }

    #[test]
    fn a_crowd_makes_ten_requests_a_second() {
        let mut throttle = KeyframeThrottle::default();
        let times = sent(&mut throttle, Instant::now(), 0..350, |_| true);
        assert_eq!(times, [0, 100, 200, 300]);
    }

    #[test]
    fn one_request_is_repeated_until_the_keyframe_comes() {
        let mut throttle = KeyframeThrottle::default();
        let start = Instant::now();
        assert_eq!(sent(&mut throttle, start, 0..600, |at| at == 0), [0, 250, 500]);
        throttle.arrived();
        assert!(!throttle.is_waiting());
        assert_eq!(throttle.poll_timeout(), None);
        assert!(sent(&mut throttle, start, 600..2_000, |_| false).is_empty());
    }

    #[test]
    fn a_request_right_after_a_keyframe_waits_its_turn() {
        let mut throttle = KeyframeThrottle::default();
        let start = Instant::now();
        assert_eq!(sent(&mut throttle, start, 0..20, |at| at == 0), [0]);
        throttle.arrived();
        assert_eq!(sent(&mut throttle, start, 20..200, |at| at == 30), [100]);
    }

    #[test]
    fn a_source_that_sends_nothing_is_asked_seldom() {
        let mut throttle = KeyframeThrottle::default();
        let start = Instant::now();
        sent(&mut throttle, start, 0..5_000, |at| at == 0);
        assert_eq!(sent(&mut throttle, start, 5_000..10_000, |_| false).len(), 5);
    }
}
