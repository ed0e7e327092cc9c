//! The latest flight sent, to send again when it seems lost (RFC 6347 section 4.2.4).

use bytes::BytesMut;
use std::time::{Duration, Instant};

/// First wait for the peer's flight, doubled each time up to [`LONGEST_WAIT`].
///
/// Shorter than the one second of RFC 6347 section 4.2.4.1: the way was just checked by ICE, somebody waits for a picture.
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(1);
/// Least time between two sendings because the peer repeats itself.
const SHORTEST_WAIT: Duration = Duration::from_millis(50);

/// Datagrams of one flight with the time to repeat them.
#[derive(Default)]
pub(super) struct Flight {
    datagrams: Vec<BytesMut>,
    sent: Option<Instant>,
    /// When to repeat, with the wait after that; `None` when the peer need not answer.
    repeat: Option<(Instant, Duration)>,
}

impl Flight {
    pub(super) fn new(now: Instant, datagrams: Vec<BytesMut>, is_answered: bool) -> Self {
        let repeat = is_answered.then_some((now + FIRST_WAIT, FIRST_WAIT * 2));
        Self {
            datagrams,
            sent: Some(now),
            repeat,
        }
    }

    pub(super) fn datagrams(&self) -> &[BytesMut] {
        &self.datagrams
    }

    pub(super) fn poll_timeout(&self) -> Option<Instant> {
        self.repeat.map(|(at, _)| at)
    }

    /// Whether to send again because no answer came.
    pub(super) fn is_due(&mut self, now: Instant) -> bool {
        match self.repeat {
            Some((at, wait)) if at <= now => {
                self.sent = Some(now);
                self.repeat = Some((now + wait, (wait * 2).min(LONGEST_WAIT)));
                true
            }
            _ => false,
        }
    }

    /// Whether to send again because the peer repeats its own flight.
    pub(super) fn is_missed(&mut self, now: Instant) -> bool {
        let is_missed = self
            .sent
            .is_some_and(|at| now.saturating_duration_since(at) >= SHORTEST_WAIT);
        if is_missed {
            self.sent = Some(now);
        }
        is_missed
    }
}
