//! A publisher's clock translated into the server's.

/// One second in NTP fixed point.
const SECOND: i64 = 1 << 32;

/// Two such spans make the window of which the least delayed report counts.
const HALF_WINDOW: u64 = 15 * SECOND as u64;

/// Further off than this, the publisher's clock was set anew.
const STEP: i64 = 2 * SECOND;

/// Reports in a row that must say so when they may also have been held up on the way.
const LATE_REPORTS: u8 = 3;

/// The applied offset follows by at most 1/500 of the time passed, 2 ms/s: no ear hears that.
const SLEW: u64 = 500;

/// From a publisher's NTP clock to the server's, kept once for all streams of that publisher so that they stay in sync.
///
/// Network delay only ever adds to the difference, so the least in a window is the truest: jitter is not inherited.
#[derive(Clone, Copy, Default, Debug)]
pub struct ClockOffset {
    estimate: Option<Estimate>,
}

#[derive(Clone, Copy, Debug)]
struct Estimate {
    applied: i64,
    least: i64,
    least_before: i64,
    half_window_start: u64,
    updated: u64,
    late_reports: u8,
}

impl ClockOffset {
    /// Learns from a sender report of any of the publisher's streams: its NTP time, with the server's at its arrival.
    pub fn sender_report(&mut self, ntp: u64, arrival: u64) {
        // RFC 3550 section 6.4.1: zero from a sender without a wall clock.
        if ntp == 0 {
            return;
        }
        let difference = arrival.wrapping_sub(ntp) as i64;
        match &mut self.estimate {
            Some(estimate) => estimate.update(difference, arrival),
            None => self.estimate = Some(Estimate::new(difference, arrival)),
        }
    }

    /// The server's NTP time at the publisher's `ntp`; `None` before the first report.
    #[must_use]
    pub fn server_ntp(&self, ntp: u64) -> Option<u64> {
        Some(ntp.wrapping_add_signed(self.estimate?.applied))
    }

    /// The publisher's NTP time at the server's `ntp`; `None` before the first report.
    #[must_use]
    pub fn publisher_ntp(&self, ntp: u64) -> Option<u64> {
        Some(ntp.wrapping_sub(self.estimate?.applied as u64))
    }
}

impl Estimate {
    fn new(difference: i64, arrival: u64) -> Self {
        Self {
            applied: difference,
            least: difference,
            least_before: difference,
            half_window_start: arrival,
            updated: arrival,
            late_reports: 0,
        }
    }

    fn update(&mut self, difference: i64, arrival: u64) {
        if self.is_step(difference) {
            *self = Self::new(difference, arrival);
            return;
        }
        if arrival.saturating_sub(self.half_window_start) > HALF_WINDOW {
            self.least_before = self.least;
            self.least = difference;
            self.half_window_start = arrival;
        }
        self.least = self.least.min(difference);
        let most = (arrival.saturating_sub(self.updated) / SLEW) as i64;
        let target = self.least.min(self.least_before);
        let way = target.saturating_sub(self.applied).clamp(-most, most);
        self.applied = self.applied.saturating_add(way);
        self.updated = arrival;
    }

    /// A report from the future means a new clock; one that seems late may only have been held up.
    fn is_step(&mut self, difference: i64) -> bool {
        let off = difference.saturating_sub(self.applied);
        self.late_reports = if off > STEP { self.late_reports + 1 } else { 0 };
        off < -STEP || self.late_reports >= LATE_REPORTS
    }
}

/// From a stream's RTP timestamps to NTP time by its latest sender report (RFC 3550 section 6.4.1).
#[derive(Clone, Copy, Debug)]
pub struct SourceClock {
    clock_rate: u32,
    report: Option<(u64, u32)>,
}

impl SourceClock {
    /// A clock for timestamps that tick `clock_rate` times a second, not 0.
    #[must_use]
    pub fn new(clock_rate: u32) -> Self {
        debug_assert!(clock_rate != 0, "a clock that does not tick");
        Self {
            clock_rate,
            report: None,
        }
    }

    /// Learns which NTP time of the publisher an RTP timestamp stands for.
    pub fn sender_report(&mut self, ntp: u64, rtp: u32) {
        if ntp != 0 {
            self.report = Some((ntp, rtp));
        }
    }

    /// The server's NTP time at which the sample of timestamp `rtp` was taken, for timestamps within half a wrap of the
    /// latest report; `None` before the first.
    #[must_use]
    pub fn server_ntp(&self, rtp: u32, offset: &ClockOffset) -> Option<u64> {
        let (ntp, at) = self.report?;
        let ticks = i64::from(rtp.wrapping_sub(at) as i32);
        let since = ticks * SECOND / i64::from(self.clock_rate);
        offset.server_ntp(ntp.wrapping_add_signed(since))
    }

    /// The timestamp of a sample taken at the server's time `ntp`; `None` before the first report.
    #[must_use]
    pub fn rtp_at(&self, ntp: u64, offset: &ClockOffset) -> Option<u32> {
        let (reported, rtp) = self.report?;
        let since = offset.publisher_ntp(ntp)?.wrapping_sub(reported) as i64;
        let ticks = (i128::from(since) * i128::from(self.clock_rate)) >> 32;
        Some(rtp.wrapping_add(ticks as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MILLISECOND: i64 = SECOND / 1_000;
    const START: u64 = 0xe000_0000 << 32;

    /// A report each second, each `delay(second)` ms on the way, from a clock `ahead` ms ahead of the server's.
    fn reports(
        offset: &mut ClockOffset,
        seconds: std::ops::Range<u64>,
        ahead: i64,
        delay: impl Fn(u64) -> i64,
    ) {
        for second in seconds {
            let sent = START + (second << 32);
            let arrival = sent.wrapping_add_signed(delay(second) * MILLISECOND);
            offset.sender_report(sent.wrapping_add_signed(ahead * MILLISECOND), arrival);
        }
    }

    fn error_ms(offset: &ClockOffset, ahead: i64) -> i64 {
        let now = START + (500 << 32);
        let translated = offset
            .server_ntp(now.wrapping_add_signed(ahead * MILLISECOND))
            .unwrap();
        translated.wrapping_sub(now) as i64 / MILLISECOND
    }

    #[test]
    fn jitter_is_not_inherited() {
        let mut offset = ClockOffset::default();
        reports(&mut offset, 0..60, 70_000, |second| {
            if second % 10 == 0 {
                20
            } else {
                20 + second as i64 * 7 % 90
            }
        });
        assert!((20..=21).contains(&error_ms(&offset, 70_000)));
    }

    #[test]
    fn drift_and_a_longer_way_are_followed_slowly() {
        let mut offset = ClockOffset::default();
        reports(&mut offset, 0..40, 0, |_| 20);
        reports(&mut offset, 40..72, 0, |_| 120);
        let before = error_ms(&offset, 0);
        reports(&mut offset, 72..73, 0, |_| 120);
        assert!((1..=3).contains(&(error_ms(&offset, 0) - before)));
        reports(&mut offset, 73..200, 0, |_| 120);
        assert_eq!(error_ms(&offset, 0), 120);
    }

    #[test]
    fn a_clock_set_anew_is_taken_over() {
        let mut offset = ClockOffset::default();
        reports(&mut offset, 0..5, 0, |_| 20);
        reports(&mut offset, 5..6, 3_600_000, |_| 20);
        assert_eq!(error_ms(&offset, 3_600_000), 20);
        reports(&mut offset, 6..8, 0, |_| 20);
        assert_eq!(error_ms(&offset, 3_600_000), 20);
        reports(&mut offset, 8..9, 0, |_| 20);
        assert_eq!(error_ms(&offset, 0), 20);
    }

    #[test]
    fn one_report_held_up_for_long_changes_nothing() {
        let mut offset = ClockOffset::default();
        reports(&mut offset, 0..5, 0, |_| 20);
        reports(&mut offset, 5..7, 0, |_| 5_000);
        reports(&mut offset, 12..14, 0, |_| 20);
        assert_eq!(error_ms(&offset, 0), 20);
    }

    #[test]
    fn timestamps_translate_there_and_back() {
        let mut offset = ClockOffset::default();
        let mut clock = SourceClock::new(90_000);
        assert_eq!(clock.server_ntp(0, &offset), None);
        clock.sender_report(5 << 32, 0xffff_ff00);
        assert_eq!(clock.rtp_at(0, &offset), None);
        offset.sender_report(5 << 32, 1_005 << 32);
        assert_eq!(clock.server_ntp(0xffff_ff00, &offset), Some(1_005 << 32));
        // 45000 ticks on, across the wrap, is half a second.
        let half_a_second_on = 0xffff_ff00_u32.wrapping_add(45_000);
        assert_eq!(
            clock.server_ntp(half_a_second_on, &offset),
            Some(1_005 << 32 | 1 << 31)
        );
        assert_eq!(
            clock.rtp_at(1_005 << 32 | 1 << 31, &offset),
            Some(half_a_second_on)
        );
        assert_eq!(clock.rtp_at(1_004 << 32, &offset), Some(0xffff_ff00 - 90_000));
    }

    proptest! {
        #[test]
        fn any_report_is_survived(reports in prop::collection::vec((any::<u64>(), any::<u32>(), any::<u64>()), 0..50)) {
            let mut offset = ClockOffset::default();
            let mut clock = SourceClock::new(48_000);
            for (ntp, rtp, arrival) in reports {
                offset.sender_report(ntp, arrival);
                clock.sender_report(ntp, rtp);
                let _ = clock.server_ntp(!rtp, &offset);
                let _ = clock.rtp_at(!arrival, &offset);
            }
        }
    }
}
