//! What one client may send in a second.

use model::MediaKind;
use std::time::{Duration, Instant};

/// Bytes of RTP a second, of all streams together: 8 Mbit/s.
const MEDIA: u64 = 1_000_000;
/// Bytes that pictures leave to sound.
const LEFT_TO_SOUND: u64 = MEDIA / 8;
/// RTCP datagrams a second; browsers send less than half as many in bad networks.
const CONTROL: u64 = 200;

/// The budgets of one client. Only what is authentic is charged, so that nobody else spends them.
#[derive(Debug)]
pub(super) struct Policing {
    media: Bucket,
    control: Bucket,
}

impl Policing {
    /// Full budgets.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            media: Bucket::new(MEDIA, now),
            control: Bucket::new(CONTROL, now),
        }
    }

    /// Charges an RTP packet, unless that is too much. Pictures run out of budget before sound does.
    pub(super) fn permits_media(&mut self, now: Instant, kind: MediaKind, bytes: usize) -> bool {
        let left = match kind {
            MediaKind::Audio => 0,
            MediaKind::Video => LEFT_TO_SOUND,
        };
        self.media.take(now, bytes as u64, left)
    }

    /// Charges an RTCP datagram, unless that is too much.
    pub(super) fn permits_control(&mut self, now: Instant) -> bool {
        self.control.take(now, 1, 0)
    }
}

/// A token bucket that holds what one second brings.
#[derive(Debug)]
struct Bucket {
    /// Tokens a second.
    rate: u64,
    /// In tokens times nanoseconds, so that nothing is lost to rounding.
    level: u64,
    updated: Instant,
}

const SECOND: u64 = 1_000_000_000;

impl Bucket {
    fn new(rate: u64, now: Instant) -> Self {
        Self {
            rate,
            level: rate * SECOND,
            updated: now,
        }
    }

    /// Takes `tokens` if `left` remain after that.
    fn take(&mut self, now: Instant, tokens: u64, left: u64) -> bool {
        let elapsed = now.saturating_duration_since(self.updated);
        let elapsed = elapsed.min(Duration::from_nanos(SECOND)).as_nanos() as u64;
        self.level = (self.level + elapsed * self.rate).min(self.rate * SECOND);
        self.updated = now.max(self.updated);
        let permitted = self.level >= (tokens + left) * SECOND;
        if permitted {
            self.level -= tokens * SECOND;
        }
        permitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKET: usize = 1_250;

    #[test]
    fn a_second_of_burst_then_the_rate() {
        let start = Instant::now();
        let mut policing = Policing::new(start);
        let mut permitted = 0;
        for millisecond in 0..10_000 {
            let now = start + Duration::from_millis(millisecond);
            for _ in 0..5 {
                permitted += u64::from(policing.permits_media(now, MediaKind::Video, PACKET));
            }
        }
        let expected = 10 * MEDIA + MEDIA - LEFT_TO_SOUND;
        assert!(expected.abs_diff(permitted * PACKET as u64) < 2 * MEDIA / 1000);
    }

    #[test]
    fn sound_passes_while_pictures_are_policed() {
        let start = Instant::now();
        let mut policing = Policing::new(start);
        for millisecond in 0..5_000 {
            let now = start + Duration::from_millis(millisecond);
            while policing.permits_media(now, MediaKind::Video, PACKET) {}
            assert!(policing.permits_media(now, MediaKind::Audio, 100));
        }
        while policing.permits_media(start, MediaKind::Audio, PACKET) {}
        assert!(!policing.permits_media(start, MediaKind::Video, 1));
    }

    #[test]
    fn control_is_counted_by_datagram_and_time_never_runs_back() {
        let start = Instant::now();
        let mut policing = Policing::new(start + Duration::from_secs(1));
        let passed = (0..1_000).filter(|_| policing.permits_control(start)).count();
        assert_eq!(passed as u64, CONTROL);
        assert!(policing.permits_control(start + Duration::from_millis(1_006)));
        assert!(!policing.permits_control(start + Duration::from_millis(1_006)));
    }
}
