//! How bad a link is.

use std::time::Duration;

/// The faults of one direction of a link; the default has none.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Conditions {
    /// Share of datagrams lost, 0 to 1.
    pub loss: f64,
    /// Losses come in bursts instead of one by one; the share stays.
    pub bursts: Option<Bursts>,
    /// Time that every datagram takes.
    pub delay: Duration,
    /// Each datagram takes up to this longer, evenly spread; their order stays.
    pub jitter: Duration,
    /// Share of datagrams held back by 5 to 20 ms while others pass them, 0 to 1.
    pub reorder: f64,
    /// Share of datagrams that arrive twice, 0 to 1.
    pub duplicate: f64,
    /// Bits per second; `None` for no limit.
    pub rate_bps: Option<u64>,
    /// Bytes that wait for the rate at most; what comes on top is lost.
    pub queue_bytes: usize,
}

/// A Gilbert-Elliott model that loses nothing in its good state, everything in its bad state.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bursts {
    /// Packets lost in a row on average, at least 1.
    pub mean_len: f64,
}

impl Default for Conditions {
    fn default() -> Self {
        Self {
            loss: 0.0,
            bursts: None,
            delay: Duration::ZERO,
            jitter: Duration::ZERO,
            reorder: 0.0,
            duplicate: 0.0,
            rate_bps: None,
            queue_bytes: 64 * 1024,
        }
    }
}

impl Conditions {
    pub(crate) fn check(&self) {
        for share in [self.loss, self.reorder, self.duplicate] {
            assert!((0.0..=1.0).contains(&share), "a share is between 0 and 1");
        }
        assert!(
            self.bursts.is_none_or(|bursts| bursts.mean_len >= 1.0),
            "a burst loses one packet at least"
        );
        assert!(
            self.rate_bps != Some(0),
            "a link of no rate carries nothing: use a loss of 1"
        );
    }
}
