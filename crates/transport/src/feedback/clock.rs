//! The server's wall clock on the NTP time line (RFC 3550 section 4).

use std::time::{Duration, Instant};

/// From the NTP epoch (1900) to the Unix epoch (1970).
const UNIX_EPOCH: Duration = Duration::from_secs(2_208_988_800);

/// Tells NTP times, 32.32 fixed-point seconds, by the monotonic clock: steps of the system clock do not reach media.
#[derive(Clone, Copy, Debug)]
pub struct NtpClock {
    at: Instant,
    ntp: u64,
}

impl NtpClock {
    /// A clock that says `unix`, the time since 1970, at the moment `at`.
    #[must_use]
    pub fn new(at: Instant, unix: Duration) -> Self {
        Self {
            at,
            ntp: fixed_point(unix.saturating_add(UNIX_EPOCH)),
        }
    }

    /// The NTP time at the moment `now`.
    #[must_use]
    pub fn ntp(&self, now: Instant) -> u64 {
        let after = fixed_point(now.saturating_duration_since(self.at));
        let before = fixed_point(self.at.saturating_duration_since(now));
        self.ntp.wrapping_add(after).wrapping_sub(before)
    }
}

/// The middle 32 bits of an NTP time: 16.16 fixed-point seconds, as report blocks carry it.
#[must_use]
pub fn ntp_middle(ntp: u64) -> u32 {
    (ntp >> 16) as u32
}

/// In 1/2^32 s; whole seconds wrap with the NTP era (RFC 5905 section 6).
fn fixed_point(duration: Duration) -> u64 {
    let fraction = (u64::from(duration.subsec_nanos()) << 32) / 1_000_000_000;
    duration.as_secs() << 32 | fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unix_epoch_in_ntp() {
        let start = Instant::now();
        let clock = NtpClock::new(start, Duration::ZERO);
        assert_eq!(clock.ntp(start), 2_208_988_800 << 32);
        let later = start + Duration::from_millis(1_500);
        assert_eq!(clock.ntp(later), 2_208_988_801 << 32 | 1 << 31);
        assert_eq!(ntp_middle(clock.ntp(later)), 0x7e81_8000);
    }

    #[test]
    fn runs_on_into_the_next_era_or_back() {
        let start = Instant::now() + Duration::from_secs(60);
        let end_of_era = Duration::from_secs((1 << 32) - 2_208_988_800 - 1);
        let clock = NtpClock::new(start, end_of_era);
        assert_eq!(clock.ntp(start) >> 32, u64::from(u32::MAX));
        assert_eq!(clock.ntp(start + Duration::from_secs(2)) >> 32, 1);
        let before = start - Duration::from_secs(1);
        assert_eq!(clock.ntp(start).wrapping_sub(clock.ntp(before)), 1 << 32);
    }
}
