//! The last seconds of a stream.

use crate::Figures;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// What figures are of.
const LENGTH: Duration = Duration::from_secs(10);
/// Silence after which a stream begins anew: it was paused, as W3C webrtc-stats has it.
const PAUSE: Duration = Duration::from_secs(5);
/// One a second with the one before them: more often is not worth the memory.
const SAMPLES: usize = 11;

/// Counts of a stream since its start.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Counts {
    /// Packets that came, or that were sent.
    pub packets: u64,
    /// Bytes of payload of those.
    pub bytes: u64,
    /// Packets that did not come by themselves.
    pub lost: u64,
    /// Packets that came by repair.
    pub repaired: u64,
    /// Frames.
    pub frames: u64,
    /// Freezes.
    pub freezes: u64,
    /// The time in freezes.
    pub frozen: Duration,
}

/// A stream as read at one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sample {
    /// The moment.
    pub at: Instant,
    /// Counts up to then.
    pub counts: Counts,
    /// Whether lost packets are missing in `counts.packets`, as where they were to be received.
    pub received: bool,
    /// Interarrival jitter then.
    pub jitter: Duration,
    /// To the other end and back then.
    pub round_trip: Option<Duration>,
}

/// At most ten seconds of a stream, in at most eleven samples.
#[derive(Clone, Debug)]
pub struct Window {
    /// Oldest first.
    samples: VecDeque<Sample>,
    /// The latest sample that told of new packets.
    heard: Option<Instant>,
}

impl Default for Window {
    fn default() -> Self {
        Self {
            samples: VecDeque::with_capacity(SAMPLES),
            heard: None,
        }
    }
}

impl Window {
    /// Takes in the next sample; the window begins anew with counts that went back, which are another stream's, and after a
    /// pause.
    pub fn push(&mut self, sample: Sample) {
        if self.is_another(&sample) {
            self.samples.clear();
            self.heard = None;
        }
        if self.is_flowing(&sample.counts) {
            if self.heard.is_some_and(|heard| sample.at - heard > PAUSE) {
                self.samples.clear();
            }
            self.heard = Some(sample.at);
        }
        let is_old = |first: &Sample| sample.at - first.at > LENGTH;
        while self.samples.len() == SAMPLES || self.samples.front().is_some_and(is_old) {
            self.samples.pop_front();
        }
        self.samples.push_back(sample);
    }

    /// What happened between the first sample and the last; nothing before the second, nor if the last told of no packets.
    #[must_use]
    pub fn figures(&self) -> Option<Figures> {
        let (first, last) = (self.samples.front()?, self.samples.back()?);
        let elapsed = last.at - first.at;
        if elapsed.is_zero() || self.heard != Some(last.at) {
            return None;
        }
        let (from, to) = (&first.counts, &last.counts);
        let packets = to.packets - from.packets;
        let seconds = elapsed.as_secs_f64();
        let per_second = |count: u64| count as f64 / seconds;
        let lost = to.lost.saturating_sub(from.lost);
        let missing = lost.saturating_sub(to.repaired.saturating_sub(from.repaired));
        let expected = packets + if last.received { lost } else { 0 };
        let share = |part: u64| (part as f64 / expected as f64).min(1.0);
        Some(Figures {
            elapsed,
            packets,
            first_loss: share(lost),
            loss: share(missing),
            bitrate: 8.0 * per_second(to.bytes.saturating_sub(from.bytes)),
            frame_rate: per_second(to.frames.saturating_sub(from.frames)),
            freezes: 60.0 * per_second(to.freezes.saturating_sub(from.freezes)),
            frozen: (to.frozen.saturating_sub(from.frozen).as_secs_f64() / seconds).min(1.0),
            jitter: self.mean(|sample| Some(sample.jitter)).unwrap_or_default(),
            round_trip: self.mean(|sample| sample.round_trip),
        })
    }

    /// Lost packets may turn out late: their count may go back.
    fn is_another(&self, next: &Sample) -> bool {
        let last = self.samples.back();
        last.is_some_and(|last| next.counts.packets < last.counts.packets || next.at < last.at)
    }

    /// Whether counts tell of new packets.
    fn is_flowing(&self, next: &Counts) -> bool {
        let last = self.samples.back();
        last.is_some_and(|last| next.packets > last.counts.packets)
    }

    /// Of the samples that have it.
    fn mean(&self, of: impl Fn(&Sample) -> Option<Duration>) -> Option<Duration> {
        let told = self.samples.iter().filter_map(of);
        let (sum, count) = told.fold((Duration::ZERO, 0), |(sum, count), one| (sum + one, count + 1));
        sum.checked_div(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample(start: Instant, second: u64, counts: Counts) -> Sample {
        Sample {
            at: start + Duration::from_secs(second),
            counts,
            received: true,
            jitter: Duration::from_millis(second),
            round_trip: second.is_multiple_of(2).then_some(Duration::from_millis(100)),
        }
    }

    fn counts(second: u64) -> Counts {
        Counts {
            packets: 90 * second,
            bytes: 12_500 * second,
            lost: 10 * second,
            repaired: 9 * second,
            frames: 30 * second,
            freezes: second / 5,
            frozen: Duration::from_millis(100) * second as u32,
        }
    }

    #[test]
    fn figures_are_of_the_last_ten_seconds() {
        let start = Instant::now();
        let mut window = Window::default();
        assert_eq!(window.figures(), None);
        for second in 0..60 {
            window.push(sample(start, second, counts(second)));
        }
        let figures = window.figures().unwrap();
        assert_eq!((figures.elapsed, figures.packets), (LENGTH, 900));
        assert_eq!((figures.first_loss, figures.loss), (0.1, 0.01));
        assert_eq!((figures.bitrate, figures.frame_rate), (100_000.0, 30.0));
        assert_eq!(figures.freezes, 12.0);
        assert!((figures.frozen - 0.1).abs() < 1e-9);
        assert_eq!(figures.jitter, Duration::from_millis(54));
        assert_eq!(figures.round_trip, Some(Duration::from_millis(100)));
    }

    #[test]
    fn another_stream_begins_anew_and_a_silent_one_has_no_figures() {
        let start = Instant::now();
        let mut window = Window::default();
        window.push(sample(start, 1, counts(50)));
        window.push(sample(start, 2, counts(1)));
        assert_eq!(window.figures(), None);
        window.push(sample(start, 3, counts(1)));
        assert_eq!(window.figures(), None, "no packets");
        window.push(sample(start, 4, counts(3)));
        assert_eq!(window.figures().unwrap().packets, 180);
    }

    #[test]
    fn a_silence_counts_and_a_pause_does_not() {
        let start = Instant::now();
        for (silence, elapsed) in [(4, 6), (6, 1)] {
            let mut window = Window::default();
            window.push(sample(start, 1, counts(1)));
            window.push(sample(start, 2, counts(2)));
            for second in 3..2 + silence {
                window.push(sample(start, second, counts(2)));
                assert_eq!(window.figures(), None);
            }
            window.push(sample(start, 2 + silence, counts(3)));
            window.push(sample(start, 3 + silence, counts(4)));
            let figures = window.figures().unwrap();
            assert_eq!(figures.elapsed, Duration::from_secs(elapsed));
        }
    }

    #[test]
    fn what_was_sent_holds_what_was_lost() {
        let start = Instant::now();
        let mut window = Window::default();
        for second in 0..2 {
            let sent = Sample {
                received: false,
                ..sample(start, second, counts(second))
            };
            window.push(sent);
        }
        assert_eq!(window.figures().unwrap().first_loss, 10.0 / 90.0);
    }

    proptest! {
        #[test]
        fn any_samples_make_sensible_figures(
            steps in prop::collection::vec((0_u64..20_000, any::<[u32; 6]>(), any::<bool>()), 0..40)
        ) {
            let mut window = Window::default();
            let mut at = Instant::now();
            for (ms, [packets, bytes, lost, repaired, frames, frozen], received) in steps {
                at += Duration::from_millis(ms);
                let counts = Counts {
                    packets: packets.into(),
                    bytes: bytes.into(),
                    lost: lost.into(),
                    repaired: repaired.into(),
                    frames: frames.into(),
                    freezes: frames.into(),
                    frozen: Duration::from_millis(frozen.into()),
                };
                let jitter = Duration::from_millis(ms);
                window.push(Sample { at, counts, received, jitter, round_trip: None });
                prop_assert!(window.samples.len() <= SAMPLES);
                if let Some(figures) = window.figures() {
                    prop_assert!(figures.elapsed <= LENGTH);
                    for share in [figures.first_loss, figures.loss, figures.frozen] {
                        prop_assert!((0.0..=1.0).contains(&share));
                    }
                    prop_assert!(figures.loss <= figures.first_loss);
                    prop_assert!(figures.bitrate >= 0.0 && figures.frame_rate >= 0.0);
                }
            }
        }
    }
}
