//! Round-trip time from report blocks (RFC 3550 section 6.4.1).

use super::{ReportBlock, ntp_middle};
use std::time::Duration;

/// In 1/65536 s: more than this is a peer that tells nonsense.
const MOST: u32 = 30 << 16;

/// In 1/65536 s: rounding and clock steps of the peer can make a short way seem this much shorter than none.
const LEAST: i32 = -(1 << 16) / 20;

/// The smoothed time to the peer and back.
#[derive(Clone, Copy, Default, Debug)]
pub struct RoundTrip {
    /// In 1/65536 s.
    smoothed: Option<u32>,
}

impl RoundTrip {
    /// Learns from a block about a stream of ours that arrived at the server's NTP time `now`; a block that knows no
    /// sender report or makes no sense is passed over.
    pub fn update(&mut self, block: &ReportBlock, now: u64) {
        if block.last_sr == 0 {
            return;
        }
        let since = ntp_middle(now).wrapping_sub(block.last_sr);
        let sample = since.wrapping_sub(block.delay_since_last_sr) as i32;
        if sample < LEAST || sample > MOST as i32 {
            return;
        }
        let sample = sample.max(0) as u32;
        // RFC 6298 section 2.3: one eighth of the new.
        self.smoothed = Some(match self.smoothed {
            Some(smoothed) => (smoothed * 7 + sample) / 8,
            None => sample,
        });
    }

    /// `None` before the first measurement.
    #[must_use]
    pub fn smoothed(&self) -> Option<Duration> {
        let micros = (u64::from(self.smoothed?) * 1_000_000) >> 16;
        Some(Duration::from_micros(micros))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn block(last_sr: u32, delay_since_last_sr: u32) -> ReportBlock {
        ReportBlock {
            ssrc: 1,
            fraction_lost: 0,
            lost: 0,
            highest_sequence: 0,
            jitter: 0,
            last_sr,
            delay_since_last_sr,
        }
    }

    /// RFC 3550 figure 2.
    #[test]
    fn the_example_of_the_rfc() {
        let mut round_trip = RoundTrip::default();
        round_trip.update(&block(0xb705_2000, 0x0005_4000), 0xb710_8000 << 16);
        assert_eq!(round_trip.smoothed(), Some(Duration::from_millis(6_125)));
    }

    #[test]
    fn later_samples_count_an_eighth() {
        let mut round_trip = RoundTrip::default();
        let at = |middle: u32| u64::from(middle) << 16;
        round_trip.update(&block(1 << 16, 0), at(2 << 16));
        round_trip.update(&block(1 << 16, 0), at(1 << 16));
        assert_eq!(round_trip.smoothed(), Some(Duration::from_millis(875)));
    }

    #[test]
    fn nonsense_is_passed_over() {
        let mut round_trip = RoundTrip::default();
        for (last_sr, delay) in [(0, 0), (0x1_0000, 0x10_0000), (0x1_0000, 0), (0xffff_0000, 0)] {
            round_trip.update(&block(last_sr, delay), 0x60_0000 << 16);
        }
        assert_eq!(round_trip.smoothed(), None);
    }

    proptest! {
        #[test]
        fn any_block_is_survived(samples in prop::collection::vec((any::<u32>(), any::<u32>(), any::<u64>()), 0..50)) {
            let mut round_trip = RoundTrip::default();
            for (last_sr, delay, now) in samples {
                round_trip.update(&block(last_sr, delay), now);
                prop_assert!(round_trip.smoothed().is_none_or(|rtt| rtt <= Duration::from_secs(30)));
            }
        }
    }
}
