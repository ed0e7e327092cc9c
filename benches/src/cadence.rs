//! When a client's packets are due.

use model::MediaKind;
use std::time::{Duration, Instant};

/// Between two audio packets.
const AUDIO: Duration = Duration::from_millis(20);

/// Between two video frames: 30 a second.
const FRAME: Duration = Duration::from_micros(33_333);

/// The clock of one publisher.
pub(crate) struct Cadence {
    audio: Instant,
    frame: Instant,
}

impl Cadence {
    /// Starts now.
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            audio: now,
            frame: now,
        }
    }

    /// The next medium that is due.
    pub(crate) fn poll(&mut self, now: Instant) -> Option<MediaKind> {
        if self.audio <= now {
            self.audio += AUDIO;
            return Some(MediaKind::Audio);
        }
        if self.frame <= now {
            self.frame += FRAME;
            return Some(MediaKind::Video);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_has_fifty_audio_packets_and_thirty_frames() {
        let start = Instant::now();
        let mut cadence = Cadence::new(start);
        let mut counts = [0; 2];
        for millisecond in 0..1000 {
            while let Some(kind) = cadence.poll(start + Duration::from_millis(millisecond)) {
                counts[usize::from(kind == MediaKind::Video)] += 1;
            }
        }
        assert_eq!(counts, [50, 30]);
    }
}
