//! Frames of a picture with its freezes, told from timestamps with arrivals.

use model::Source;
use std::time::{Duration, Instant};

/// Intervals that the usual one is the mean of.
const USUAL: usize = 30;
/// Fewer tell nothing of what is usual.
const LEAST: u8 = 5;
/// What a freeze lasts longer than the usual interval.
const FREEZE: Duration = Duration::from_millis(150);
/// A longer interval is a pause.
const PAUSE: Duration = Duration::from_secs(5);

/// Frames of a picture since the start of its stream, or of a seat, in the terms of W3C webrtc-stats.
///
/// A frame begins with the first packet that has a newer timestamp, at the moment of its arrival. A *freeze* is as in
/// `freezeCount`: an interval between two frames in a row of at least `max(3 x d, d + 150 ms)`, where d is the mean of the
/// 30 intervals before. Over five seconds it is a *pause*, as in `pauseCount`. Either counts when the next frame is here.
///
/// These are estimates. A viewer's jitter buffer hides some of what is seen here, and a frame that lacks packets counts
/// though nobody can decode it. A camera that is switched off makes a freeze or a pause too; what the server itself stops
/// sending makes none, nor does a screen, whose frames come when something moves.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Frames {
    /// Frames begun.
    pub count: u64,
    /// Freezes.
    pub freezes: u64,
    /// The time in freezes, each counted from the frame before.
    pub frozen: Duration,
    /// Pauses.
    pub pauses: u64,
    /// The longest interval, pauses included.
    pub longest_gap: Duration,
}

/// Watches a stream for frames.
#[derive(Clone, Debug, Default)]
pub(crate) struct FrameMeter {
    frames: Frames,
    /// Timestamp and arrival of the newest frame.
    newest: Option<(u32, Instant)>,
    /// The last intervals in microseconds, their sum, how many there are, which is next.
    intervals: [u32; USUAL],
    sum: u32,
    known: u8,
    next: u8,
}

impl FrameMeter {
    /// A packet of a picture; sound has no frames.
    pub(crate) fn note(&mut self, now: Instant, timestamp: u32, source: Source) {
        if source == Source::Microphone
            || self
                .newest
                .is_some_and(|(newest, _)| !is_newer(timestamp, newest))
        {
            return;
        }
        self.frames.count += 1;
        if let Some((_, at)) = self.newest.replace((timestamp, now))
            && source == Source::Camera
        {
            self.measure(now.saturating_duration_since(at));
        }
    }

    /// No frames are due until the next one.
    pub(crate) fn rest(&mut self) {
        self.newest = None;
    }

    pub(crate) fn frames(&self) -> Frames {
        self.frames
    }

    fn measure(&mut self, interval: Duration) {
        self.frames.longest_gap = self.frames.longest_gap.max(interval);
        if interval > PAUSE {
            self.frames.pauses += 1;
            return;
        }
        if self.known >= LEAST {
            let usual = Duration::from_micros(u64::from(self.sum / u32::from(self.known)));
            if interval >= (3 * usual).max(usual + FREEZE) {
                self.frames.freezes += 1;
                self.frames.frozen += interval;
            }
        }
        // Below five seconds it fits.
        let micros = interval.as_micros() as u32;
        let oldest = std::mem::replace(&mut self.intervals[usize::from(self.next)], micros);
        self.sum = self.sum - oldest + micros;
        self.known = (self.known + 1).min(USUAL as u8);
        self.next = (self.next + 1) % USUAL as u8;
    }
}

/// Late packets belong to former frames; a step back of over ten seconds at 90 kHz is a new timestamp line.
fn is_newer(timestamp: u32, newest: u32) -> bool {
    let ahead = timestamp.wrapping_sub(newest).cast_signed();
    !(-900_000..=0).contains(&ahead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Plays intervals in milliseconds, two packets a frame.
    fn play(meter: &mut FrameMeter, source: Source, intervals: impl IntoIterator<Item = u64>) {
        let (mut timestamp, mut now) = meter.newest.unwrap_or((u32::MAX - 9_000, Instant::now()));
        for ms in intervals {
            now += Duration::from_millis(ms);
            timestamp = timestamp.wrapping_add(ms as u32 * 90);
            meter.note(now, timestamp, source);
            meter.note(now + Duration::from_millis(1), timestamp, source);
        }
    }

    #[test]
    fn a_freeze_is_three_usual_intervals_and_150_ms_more_than_one() {
        for (usual, interval, freezes) in [
            (33, 180, 0),
            (33, 184, 1),
            (200, 590, 0),
            (200, 600, 1),
            (33, 5_000, 1),
            (33, 5_001, 0),
        ] {
            let mut meter = FrameMeter::default();
            play(&mut meter, Source::Camera, vec![usual; 40]);
            play(&mut meter, Source::Camera, [interval, usual]);
            let frames = meter.frames();
            assert_eq!((frames.count, frames.freezes), (42, freezes), "{interval} ms");
            assert_eq!(frames.frozen, Duration::from_millis(interval * freezes));
            assert_eq!(frames.longest_gap, Duration::from_millis(interval));
            assert_eq!(frames.pauses, u64::from(interval > 5_000));
        }
    }

    #[test]
    fn the_first_frames_tell_what_is_usual() {
        let mut meter = FrameMeter::default();
        play(&mut meter, Source::Camera, [33, 33, 33, 900]);
        assert_eq!(meter.frames().freezes, 0);
    }

    #[test]
    fn a_slower_picture_freezes_once_at_most() {
        let mut meter = FrameMeter::default();
        play(&mut meter, Source::Camera, [33; 40].into_iter().chain([200; 40]));
        assert!(meter.frames().freezes <= 10, "{:?}", meter.frames());
        play(&mut meter, Source::Camera, [200; 400]);
        assert!(meter.frames().freezes <= 10, "the usual follows");
    }

    #[test]
    fn late_packets_rests_and_still_screens_are_no_freezes() {
        let mut meter = FrameMeter::default();
        play(&mut meter, Source::Camera, [33; 40]);
        let (newest, at) = meter.newest.unwrap();
        meter.note(
            at + Duration::from_secs(1),
            newest.wrapping_sub(3_000),
            Source::Camera,
        );
        assert_eq!(meter.frames().count, 40);
        meter.rest();
        meter.note(
            at + Duration::from_secs(2),
            newest.wrapping_add(180_000),
            Source::Camera,
        );
        assert_eq!((meter.frames().count, meter.frames().freezes), (41, 0));
        let mut screen = FrameMeter::default();
        play(&mut screen, Source::Screen, [33; 40].into_iter().chain([2_000]));
        assert_eq!((screen.frames().count, screen.frames().freezes), (41, 0));
        play(&mut screen, Source::Microphone, [20; 40]);
        assert_eq!(screen.frames().count, 41);
    }

    #[test]
    fn a_new_timestamp_line_goes_on() {
        let mut meter = FrameMeter::default();
        let now = Instant::now();
        meter.note(now, 4_000_000, Source::Camera);
        meter.note(now, 1_000, Source::Camera);
        assert_eq!(meter.frames().count, 2);
    }

    proptest! {
        #[test]
        fn any_stream_is_survived(packets in prop::collection::vec((any::<u32>(), 0_u64..7_000), 0..200)) {
            let mut meter = FrameMeter::default();
            let mut now = Instant::now();
            for (timestamp, ms) in packets {
                now += Duration::from_millis(ms);
                meter.note(now, timestamp, Source::Camera);
                let frames = meter.frames();
                prop_assert!(frames.freezes + frames.pauses <= frames.count);
                prop_assert!(frames.frozen <= frames.longest_gap * frames.freezes as u32);
            }
        }
    }
}
