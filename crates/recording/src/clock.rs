//! Where a stream's RTP timestamps stand on the line of a recording.

use std::time::Duration;

/// A difference beyond which the line jumps: nobody hears lips that are in sync a minute later.
const JUMP: i64 = 250_000;
/// What a frame is moved by at most, in microseconds: too little to be heard.
const STEP: i64 = 1_000;
/// What is believed of a difference between a timestamp and the source's clock, or the arrival, in seconds.
const SANE: i64 = 10;

/// Maps RTP timestamps to the time since the recording began, by the sender's clock once its reports tell, by arrival until
/// then (RFC 3550 section 6.4.1).
#[derive(Debug)]
pub(crate) struct Clock {
    rate: i64,
    /// The last timestamp, extended over its 32 bits.
    last: Option<i64>,
    /// The recording's microsecond of the extended timestamp 0.
    offset: i64,
    /// Whether a report was heeded.
    is_told: bool,
}

impl Clock {
    pub(crate) fn new(rate: u32) -> Self {
        Self {
            rate: i64::from(rate.max(1)),
            last: None,
            offset: 0,
            is_told: false,
        }
    }

    /// When the frame with this timestamp was captured. `arrival` is when it came; `reading` what the source's clock showed then.
    pub(crate) fn time(&mut self, timestamp: u32, arrival: Duration, reading: Option<u32>) -> Duration {
        let arrival = i64::try_from(arrival.as_micros()).unwrap_or(i64::MAX / 4);
        if self.last.is_none() {
            self.begin(timestamp, arrival);
        }
        let passed = self.passed(timestamp);
        if let Some(age) = reading.and_then(|reading| self.age(timestamp, reading)) {
            self.follow(arrival - age - passed);
        }
        let mut time = passed + self.offset;
        // Frames of a far future would wait in memory until then.
        if (time - arrival).abs() > SANE * 1_000_000 {
            self.begin(timestamp, arrival);
            time = arrival;
        }
        Duration::from_micros(u64::try_from(time).unwrap_or(0))
    }

    /// The line begins, once more where timestamps leap: captured when it came.
    fn begin(&mut self, timestamp: u32, arrival: i64) {
        self.last = Some(timestamp.into());
        self.offset = arrival - self.passed(timestamp);
        self.is_told = false;
    }

    /// How long before the reading it was captured, in microseconds; nothing where that cannot be.
    fn age(&self, timestamp: u32, reading: u32) -> Option<i64> {
        let ticks = i64::from(reading.wrapping_sub(timestamp).cast_signed());
        let is_sane = ticks.abs() <= SANE * self.rate;
        is_sane.then(|| ticks * 1_000_000 / self.rate)
    }

    fn follow(&mut self, wanted: i64) {
        let difference = wanted - self.offset;
        if !self.is_told || difference.abs() > JUMP {
            self.offset = wanted;
        } else {
            self.offset += difference.clamp(-STEP, STEP);
        }
        self.is_told = true;
    }

    /// Microseconds from the extended timestamp 0 to this one.
    fn passed(&mut self, timestamp: u32) -> i64 {
        let last = self.last.unwrap_or_else(|| timestamp.into());
        let extended = last + i64::from(timestamp.wrapping_sub(last as u32).cast_signed());
        self.last = Some(extended);
        extended.saturating_mul(1_000_000) / self.rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u32 = 90_000;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn without_reports_arrival_of_the_first_packet_decides() {
        let mut clock = Clock::new(SECOND);
        assert_eq!(clock.time(u32::MAX - 10, ms(500), None), ms(500));
        let next = (u32::MAX - 10).wrapping_add(SECOND);
        assert_eq!(
            clock.time(next, ms(1_900), None),
            ms(1_500),
            "jitter counts for nothing"
        );
    }

    #[test]
    fn reports_bring_streams_of_different_delay_together() {
        let mut picture = Clock::new(SECOND);
        let mut sound = Clock::new(48_000);
        // Both captured at 1 s; the picture came 200 ms later than the sound.
        let seen = picture.time(7_000, ms(1_250), Some(7_000 + SECOND / 4));
        let heard = sound.time(900, ms(1_050), Some(900 + 2_400));
        assert_eq!((seen, heard), (ms(1_000), ms(1_000)));
    }

    #[test]
    fn small_corrections_come_step_by_step_and_large_ones_at_once() {
        let mut clock = Clock::new(SECOND);
        clock.time(0, ms(1_000), Some(0));
        let moved = clock.time(SECOND, ms(2_000), Some(SECOND - 90 * 40));
        assert_eq!(moved, ms(2_001));
        let jumped = clock.time(2 * SECOND, ms(3_000), Some(SECOND));
        assert_eq!(jumped, ms(4_000));
        let absurd = clock.time(3 * SECOND, ms(4_000), Some(SECOND.wrapping_mul(40_000)));
        assert_eq!(absurd, ms(5_000), "nobody believes that");
    }

    #[test]
    fn a_timestamp_that_leaps_is_taken_for_now() {
        let mut clock = Clock::new(SECOND);
        clock.time(0, ms(1_000), None);
        for (leaps, arrival) in (1..10_000_u32).zip(1_001..) {
            let leap = leaps.wrapping_mul(u32::MAX / 2);
            assert_eq!(clock.time(leap, ms(arrival), None), ms(arrival));
        }
    }
}
