//! How many layers of a track anybody takes, as its publisher is told.

use std::time::{Duration, Instant};

/// A layer that nobody takes goes on for so long: whoever left it may come back.
const LINGER: Duration = Duration::from_secs(3);

/// What a publisher was last told to send.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch {
    told: u8,
    /// Since when fewer are wanted.
    fewer: Option<Instant>,
    /// What those who were counted take.
    wanted: u8,
    /// What the best connected of them can take, in bits per second; nothing before the first.
    allowance: Option<u64>,
}

impl Watch {
    /// Untold, a publisher sends all the layers that it offered.
    pub(crate) fn new(encodings: u8) -> Self {
        Self {
            told: encodings,
            fewer: None,
            wanted: 0,
            allowance: None,
        }
    }

    /// Begins to count anew who takes the track.
    pub(crate) fn restart(&mut self) {
        (self.wanted, self.allowance) = (0, None);
    }

    /// Counts somebody who takes `layers` from the smallest on, in all `allowance` bits per second if there is a limit.
    pub(crate) fn add(&mut self, layers: u8, allowance: Option<u64>) {
        self.wanted = self.wanted.max(layers);
        self.allowance = self.allowance.max(Some(allowance.unwrap_or(u64::MAX)));
    }

    /// Counts somebody who takes `layers` from the smallest on, whatever the publisher may send for others.
    pub(crate) fn keep(&mut self, layers: u8) {
        self.wanted = self.wanted.max(layers);
    }

    /// What a publisher of one layer may send, in bits per second; nothing without limit.
    pub(crate) fn allowance(&self) -> Option<u64> {
        self.allowance.filter(|bitrate| *bitrate < u64::MAX)
    }

    /// How many layers to tell of, from the smallest on; nothing where that is known, or may pass.
    pub(crate) fn poll(&mut self, now: Instant) -> Option<u8> {
        let wanted = self.wanted;
        if wanted >= self.told {
            self.fewer = None;
            return (wanted > self.told).then(|| self.tell(wanted));
        }
        let since = *self.fewer.get_or_insert(now);
        (now.saturating_duration_since(since) >= LINGER).then(|| self.tell(wanted))
    }

    fn tell(&mut self, wanted: u8) -> u8 {
        (self.told, self.fewer) = (wanted, None);
        wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_is_told_at_once_and_less_when_it_lasts() {
        let start = Instant::now();
        let after = |ms| start + Duration::from_millis(ms);
        let mut watch = Watch::new(3);
        let mut poll = |ms, layers| {
            watch.restart();
            watch.add(layers, None);
            watch.poll(after(ms))
        };
        assert_eq!(poll(0, 3), None);
        assert_eq!(poll(100, 1), None);
        assert_eq!(poll(2_000, 3), None, "it passed");
        assert_eq!(poll(2_100, 1), None);
        assert_eq!(poll(5_100, 0), Some(0), "as few as now");
        assert_eq!(poll(9_000, 0), None);
        assert_eq!(poll(9_100, 2), Some(2));
    }

    #[test]
    fn the_best_connected_sets_the_limit() {
        let mut watch = Watch::new(1);
        watch.add(1, Some(200_000));
        watch.add(1, Some(900_000));
        assert_eq!(watch.allowance(), Some(900_000));
        watch.add(1, None);
        assert_eq!(watch.allowance(), None);
        watch.restart();
        watch.add(0, Some(300_000));
        watch.keep(2);
        assert_eq!((watch.wanted, watch.allowance()), (2, Some(300_000)));
        watch.restart();
        assert_eq!(watch.allowance(), None, "nobody is limited by nobody");
    }
}
