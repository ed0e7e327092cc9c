//! When each publisher's packets are due.

use crate::random::Random;
use crate::shape::Shape;
use model::MediaKind;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::{Duration, Instant};

/// Between two audio packets.
const AUDIO: Duration = Duration::from_millis(20);

/// Between two video frames: 30 a second.
const FRAME: Duration = Duration::from_micros(33_333);

/// The clocks of all publishers, each with a beginning of its own, as people do not begin together.
pub(crate) struct Schedule {
    /// By the time since `start`.
    due: BinaryHeap<Reverse<(Duration, usize, bool)>>,
    start: Instant,
}

/// Something to send.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Due {
    /// Since when.
    pub(crate) at: Instant,
    /// By whom.
    pub(crate) client: usize,
    /// A packet of sound or a frame of a picture.
    pub(crate) kind: MediaKind,
}

impl Schedule {
    /// Starts now.
    pub(crate) fn new(shape: Shape, seed: u64, now: Instant) -> Self {
        let mut random = Random::new(seed);
        let mut due = BinaryHeap::new();
        for client in shape.publishing() {
            due.push(Reverse((AUDIO.mul_f64(random.share()), client, false)));
            due.push(Reverse((FRAME.mul_f64(random.share()), client, true)));
        }
        Self { due, start: now }
    }

    /// When the next is due.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.due.peek().map(|Reverse((at, ..))| self.start + *at)
    }

    /// The next that is due.
    pub(crate) fn poll(&mut self, now: Instant) -> Option<Due> {
        let since = now.saturating_duration_since(self.start);
        let mut top = self.due.peek_mut().filter(|top| top.0.0 <= since)?;
        let Reverse((at, client, is_video)) = *top;
        let (kind, interval) = if is_video {
            (MediaKind::Video, FRAME)
        } else {
            (MediaKind::Audio, AUDIO)
        };
        top.0.0 = at + interval;
        let at = self.start + at;
        Some(Due { at, client, kind })
    }

    /// Goes on now after a pause: what would have been sent meanwhile is not.
    pub(crate) fn resume(&mut self, now: Instant) {
        if let Some(next) = self.next() {
            self.start += now.saturating_duration_since(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAIR: Shape = Shape {
        rooms: 1,
        publishers: 2,
        receivers: 0,
    };

    fn counts(schedule: &mut Schedule, from: Instant, milliseconds: u64) -> [usize; 2] {
        let mut counts = [0; 2];
        for millisecond in 0..milliseconds {
            while let Some(due) = schedule.poll(from + Duration::from_millis(millisecond)) {
                counts[crate::shape::index(due.kind)] += 1;
            }
        }
        counts
    }

    #[test]
    fn a_second_has_fifty_audio_packets_and_thirty_frames_of_each() {
        let start = Instant::now();
        let mut schedule = Schedule::new(PAIR, 7, start);
        assert_eq!(counts(&mut schedule, start, 1_000), [100, 60]);
    }

    #[test]
    fn a_pause_is_not_made_up_for() {
        let start = Instant::now();
        let mut schedule = Schedule::new(PAIR, 7, start);
        let later = start + Duration::from_secs(60);
        schedule.resume(later);
        let [audio, frames] = counts(&mut schedule, later, 1_000);
        assert!(
            (98..=102).contains(&audio) && (58..=62).contains(&frames),
            "{audio}, {frames}"
        );
    }
}
