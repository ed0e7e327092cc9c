//! How a stream arrives, for report blocks (RFC 3550 sections 6.4.1, A.3, A.8).

use super::{ReportBlock, ntp_middle};
use std::time::{Duration, Instant};

/// Counts of one received stream.
///
/// Retransmissions on a stream of their own do not count here: RFC 4588 section 6.3 reports losses before repair.
#[derive(Clone, Debug)]
pub struct ReceiverStatistics {
    clock_rate: u32,
    start: Option<Start>,
    highest: u64,
    received: u64,
    reported: Counts,
    /// Arrival time minus timestamp of the latest packet, in timestamp units.
    transit: u32,
    timestamp: u32,
    /// In sixteenths of timestamp units (RFC 3550 section A.8).
    jitter: u64,
    last_sr: Option<(u32, Instant)>,
}

#[derive(Clone, Copy, Debug)]
struct Start {
    at: Instant,
    sequence: u64,
}

#[derive(Clone, Copy, Default, Debug)]
struct Counts {
    expected: u64,
    received: u64,
}

impl ReceiverStatistics {
    /// For a stream whose timestamps tick `clock_rate` times a second.
    #[must_use]
    pub fn new(clock_rate: u32) -> Self {
        Self {
            clock_rate,
            start: None,
            highest: 0,
            received: 0,
            reported: Counts::default(),
            transit: 0,
            timestamp: 0,
            jitter: 0,
            last_sr: None,
        }
    }

    /// A packet of the stream is here; `sequence` is its extended sequence number.
    pub fn received(&mut self, sequence: u64, timestamp: u32, now: Instant) {
        self.received += 1;
        let Some(start) = self.start else {
            self.start = Some(Start { at: now, sequence });
            self.highest = sequence;
            self.timestamp = timestamp;
            self.transit = 0_u32.wrapping_sub(timestamp);
            return;
        };
        if sequence <= self.highest {
            return;
        }
        self.highest = sequence;
        // The packets of a picture share a timestamp yet leave one after the other: that is no jitter of the network.
        if timestamp != self.timestamp {
            self.timestamp = timestamp;
            let arrival = self.ticks(now.saturating_duration_since(start.at));
            self.measure(arrival.wrapping_sub(timestamp));
        }
    }

    /// A sender report of the stream, with its NTP time, is here.
    pub fn sender_report(&mut self, ntp: u64, now: Instant) {
        self.last_sr = Some((ntp_middle(ntp), now));
    }

    /// Interarrival jitter.
    #[must_use]
    pub fn jitter(&self) -> Duration {
        Duration::from_micros((self.jitter >> 4) * 1_000_000 / u64::from(self.clock_rate))
    }

    /// Packets received, duplicates included.
    #[must_use]
    pub fn packets(&self) -> u64 {
        self.received
    }

    /// Packets lost since the start before repair; negative when duplicates outnumber losses.
    #[must_use]
    pub fn lost(&self) -> i64 {
        self.expected() as i64 - self.received as i64
    }

    /// The report block for the time since the previous one; `None` before the first packet.
    pub fn report(&mut self, ssrc: u32, now: Instant) -> Option<ReportBlock> {
        let start = self.start?;
        let (last_sr, delay_since_last_sr) = match self.last_sr {
            Some((middle, at)) => (middle, sixteen_sixteen(now.saturating_duration_since(at))),
            None => (0, 0),
        };
        // Cycles count from the first packet's.
        let highest_sequence = self.highest - (start.sequence & !0xffff);
        Some(ReportBlock {
            ssrc,
            fraction_lost: self.fraction_lost(),
            lost: self.lost().clamp(-0x80_0000, 0x7f_ffff) as i32,
            highest_sequence: highest_sequence as u32,
            jitter: (self.jitter >> 4) as u32,
            last_sr,
            delay_since_last_sr,
        })
    }

    fn expected(&self) -> u64 {
        self.start.map_or(0, |start| self.highest - start.sequence + 1)
    }

    /// RFC 3550 section A.3.
    fn fraction_lost(&mut self) -> u8 {
        let now = Counts {
            expected: self.expected(),
            received: self.received,
        };
        let expected = now.expected - self.reported.expected;
        let received = now.received - self.reported.received;
        self.reported = now;
        match expected.checked_sub(received) {
            Some(lost) if lost > 0 => (lost * 256 / expected).min(255) as u8,
            _ => 0,
        }
    }

    /// RFC 3550 section A.8.
    fn measure(&mut self, transit: u32) {
        let difference = u64::from((transit.wrapping_sub(self.transit) as i32).unsigned_abs());
        self.transit = transit;
        // Five seconds are a pause or a new timestamp line, no jitter.
        if difference < u64::from(self.clock_rate) * 5 {
            self.jitter = self.jitter + difference - ((self.jitter + 8) >> 4);
        }
    }

    fn ticks(&self, duration: Duration) -> u32 {
        (duration.as_micros() * u128::from(self.clock_rate) / 1_000_000) as u32
    }
}

/// In 1/65536 s.
fn sixteen_sixteen(duration: Duration) -> u32 {
    (duration.as_micros() * 65_536 / 1_000_000).min(u32::MAX.into()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    #[test]
    fn losses_are_counted_in_all_since_the_last_report() {
        let now = Instant::now();
        let mut statistics = ReceiverStatistics::new(90_000);
        assert_eq!(statistics.report(1, now), None);
        for sequence in (65_500..65_600_u64).filter(|sequence| sequence % 4 != 0) {
            statistics.received(sequence, 0, now);
        }
        let block = statistics.report(1, now).unwrap();
        // The first of the hundred is missing unnoticed: 24 of 99.
        assert_eq!((block.lost, block.fraction_lost), (24, (24 * 256 / 99) as u8));
        assert_eq!(block.highest_sequence, 65_599);
        for sequence in 65_600..65_610 {
            statistics.received(sequence, 0, now);
        }
        let block = statistics.report(1, now).unwrap();
        assert_eq!((block.lost, block.fraction_lost), (24, 0));
        assert_eq!(statistics.packets(), 85);
    }

    #[test]
    fn duplicates_make_the_loss_negative() {
        let now = Instant::now();
        let mut statistics = ReceiverStatistics::new(48_000);
        for sequence in [70_000, 70_000, 70_000, 70_001] {
            statistics.received(sequence, 0, now);
        }
        let block = statistics.report(1, now).unwrap();
        assert_eq!((block.lost, block.fraction_lost), (-2, 0));
        assert_eq!(block.highest_sequence, 70_001 - 65_536);
    }

    #[test]
    fn jitter_of_an_even_stream_is_none() {
        let start = Instant::now();
        let mut statistics = ReceiverStatistics::new(48_000);
        for packet in 0..100_u32 {
            let now = start + ms(20 * u64::from(packet));
            statistics.received(packet.into(), (packet * 960).wrapping_sub(5_000), now);
        }
        assert_eq!(statistics.jitter(), Duration::ZERO);
    }

    #[test]
    fn jitter_by_the_formula() {
        let start = Instant::now();
        let mut statistics = ReceiverStatistics::new(8_000);
        statistics.received(1, 0, start);
        // 10 ms late: 80 ticks.
        statistics.received(2, 160, start + ms(30));
        let first = statistics.report(1, start).unwrap().jitter;
        // On time again: 80 ticks the other way.
        statistics.received(3, 320, start + ms(40));
        let second = statistics.report(1, start).unwrap().jitter;
        // 80/16 = 5, then 5 + (80 - 5)/16 = 9.7.
        assert_eq!((first, second), (5, 9));
    }

    #[test]
    fn the_last_sender_report_is_named_with_its_age() {
        let now = Instant::now();
        let mut statistics = ReceiverStatistics::new(90_000);
        statistics.received(1, 0, now);
        let block = statistics.report(1, now).unwrap();
        assert_eq!((block.last_sr, block.delay_since_last_sr), (0, 0));
        statistics.sender_report(0x1111_2222_3333_4444, now);
        let block = statistics.report(1, now + ms(1_500)).unwrap();
        assert_eq!((block.last_sr, block.delay_since_last_sr), (0x2222_3333, 98_304));
    }

    proptest! {
        #[test]
        fn any_stream_is_survived(
            packets in prop::collection::vec((any::<u32>(), any::<u32>(), 0_u64..10_000), 0..100)
        ) {
            let mut statistics = ReceiverStatistics::new(90_000);
            let mut now = Instant::now();
            for (sequence, timestamp, wait) in packets {
                now += ms(wait);
                statistics.received(sequence.into(), timestamp, now);
                prop_assert!(statistics.report(1, now).is_some());
                prop_assert!(statistics.jitter() < Duration::from_secs(10));
            }
        }
    }
}
