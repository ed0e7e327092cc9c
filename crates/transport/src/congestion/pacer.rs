//! A leaky bucket that spreads bursts.

use super::packet_queue::PacketQueue;
use std::time::{Duration, Instant};

/// Bytes that may leave at once: some ten packets.
const BURST: f64 = 12_000.0;
/// The same where the way is full.
const BURST_WHEN_FULL: f64 = 4_000.0;
/// So many times as much for lines of which nothing waits: a stream of many packets does not delay one of few.
const OTHERS: f64 = 2.0;
/// Nothing is queued that would wait longer, in seconds: it would come too late.
const LONGEST: f64 = 0.75;
/// The same for what is sent again: the receiver asks once more if it still wants it.
const LONGEST_AGAIN: f64 = 0.2;

/// How full the way is.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) enum Fullness {
    #[default]
    Free,
    /// A moment ago more was sent than it carries.
    Strained,
    /// A queue stands on it, which has to drain.
    Full,
}

impl Fullness {
    /// The pace is so many times the estimate: pictures are bursts, keyframes all the more.
    fn factor(self) -> f64 {
        match self {
            Self::Free => 2.5,
            Self::Strained => 1.25,
            Self::Full => 1.0,
        }
    }

    fn burst(self) -> f64 {
        if self == Self::Free {
            BURST
        } else {
            BURST_WHEN_FULL
        }
    }
}

/// What becomes of a packet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Turn {
    /// It leaves at once.
    Now,
    /// It waits in the queue.
    Wait,
    /// There are too many before it.
    Never,
}

/// Counts what leaves against the pace, keeps what has to wait.
#[derive(Debug)]
pub(crate) struct Pacer {
    /// Bytes per second; nothing for no limit.
    pace: Option<f64>,
    /// Bytes that left ahead of the pace.
    debt: f64,
    updated: Instant,
    fullness: Fullness,
    /// Taken at the first need.
    pub(crate) queue: Option<Box<PacketQueue>>,
}

impl Pacer {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            pace: None,
            debt: 0.0,
            updated: now,
            fullness: Fullness::Free,
            queue: None,
        }
    }

    /// Follows the estimate, in bits per second.
    pub(crate) fn set_estimate(&mut self, estimate: Option<u64>, fullness: Fullness) {
        self.pace = estimate.map(|bits| bits as f64 * fullness.factor() / 8.0);
        self.fullness = fullness;
    }

    /// The turn of a packet of a line that may wait. Packets of one line keep their order.
    pub(crate) fn turn(&mut self, now: Instant, line: usize, is_repeated: bool) -> Turn {
        let longest = if is_repeated { LONGEST_AGAIN } else { LONGEST };
        let is_due = self.is_due(now);
        let passes = is_due || self.debt < OTHERS * self.fullness.burst() && self.has_waiting();
        if passes && !self.queue.as_ref().is_some_and(|queue| queue.has(line)) {
            Turn::Now
        } else if self.delay().as_secs_f64() < longest {
            Turn::Wait
        } else {
            Turn::Never
        }
    }

    /// Whether the next packet may leave.
    pub(crate) fn is_due(&mut self, now: Instant) -> bool {
        let Some(pace) = self.pace else { return true };
        let elapsed = now.saturating_duration_since(self.updated).as_secs_f64();
        self.debt = (self.debt - elapsed * pace).max(0.0);
        self.updated = now.max(self.updated);
        self.debt < self.fullness.burst()
    }

    /// A datagram left, whether it had to wait or not.
    pub(crate) fn left(&mut self, bytes: usize) {
        if self.pace.is_some() {
            self.debt += bytes as f64;
        }
    }

    /// Bits that wait.
    pub(crate) fn waiting(&self) -> u64 {
        self.queue.as_ref().map_or(0, |queue| queue.len() as u64 * 8)
    }

    pub(crate) fn has_waiting(&self) -> bool {
        self.queue.as_ref().is_some_and(|queue| !queue.is_empty())
    }

    /// How long what waits will take.
    pub(crate) fn delay(&self) -> Duration {
        let waiting = self.queue.as_ref().map_or(0, |queue| queue.len());
        let seconds = self.pace.map_or(0.0, |pace| waiting as f64 / pace);
        Duration::from_secs_f64(seconds.min(60.0))
    }

    /// When the next waiting packet may leave.
    pub(crate) fn poll_timeout(&self) -> Option<Instant> {
        let pace = self.pace.filter(|_| self.has_waiting())?;
        let wait = Duration::from_secs_f64(((self.debt - self.fullness.burst()).max(0.0) / pace).min(1.0));
        Some(self.updated + wait + Duration::from_millis(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::congestion::packet_queue::Waiting;
    use crate::peer::StreamAt;

    fn wait(pacer: &mut Pacer, line: usize) {
        let packet = Waiting {
            stream: StreamAt { line, encoding: 0 },
            is_repeated: false,
            payload_type: 96,
            sequence: 0,
            timestamp: 0,
            marker: false,
        };
        let queue = pacer.queue.get_or_insert_with(|| Box::new(PacketQueue::new()));
        assert!(queue.push(packet, &[], &[0; 1_000], |_, _| {}));
    }

    #[test]
    fn without_estimate_everything_leaves() {
        let now = Instant::now();
        let mut pacer = Pacer::new(now);
        for _ in 0..1_000 {
            assert_eq!(pacer.turn(now, 0, false), Turn::Now);
            pacer.left(1_000);
        }
        assert_eq!(pacer.poll_timeout(), None);
    }

    #[test]
    fn a_burst_leaves_then_the_pace_counts() {
        let now = Instant::now();
        let mut pacer = Pacer::new(now);
        pacer.set_estimate(Some(800_000), Fullness::Free);
        let mut left = 0;
        while pacer.turn(now, 0, false) == Turn::Now {
            pacer.left(1_000);
            left += 1;
        }
        assert_eq!((left, pacer.turn(now, 0, false)), (12, Turn::Wait));
        wait(&mut pacer, 0);
        let due = pacer.poll_timeout().unwrap();
        assert!(pacer.is_due(due));
        // 250 kB a second.
        let mut left = 0;
        for tick in 1..=100 {
            while pacer.is_due(now + Duration::from_millis(tick * 10)) {
                pacer.left(1_000);
                left += 1;
            }
        }
        assert!((248..=252).contains(&left), "{left}");
    }

    #[test]
    fn order_is_kept_and_the_queue_is_bounded_in_time() {
        let now = Instant::now();
        let mut pacer = Pacer::new(now);
        pacer.set_estimate(Some(80_000), Fullness::Free);
        wait(&mut pacer, 0);
        assert_eq!(
            pacer.turn(now, 0, false),
            Turn::Wait,
            "nobody overtakes within a line"
        );
        assert_eq!(pacer.turn(now, 1, false), Turn::Now);
        let (mut waiting, mut again) = (1, 0);
        while pacer.turn(now, 0, false) == Turn::Wait {
            wait(&mut pacer, 0);
            waiting += 1;
            again += u32::from(pacer.turn(now, 0, true) == Turn::Wait);
        }
        assert_eq!(again, 4 - 1);
        assert_eq!((pacer.turn(now, 0, false), waiting), (Turn::Never, 19));
        assert_eq!(pacer.delay(), Duration::from_millis(760));
    }
}
