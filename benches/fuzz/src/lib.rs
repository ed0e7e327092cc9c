//! What the targets share: parts of an input, a moment, an address.

use std::time::Instant;
use transport::{Access, FiveTuple, Protocol};

/// The datagrams of an input: each is preceded by its length in two bytes, the last one ends with the input.
pub fn datagrams(mut input: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (length, rest) = input.split_first_chunk::<2>()?;
        let (datagram, left) = rest.split_at(rest.len().min(u16::from_be_bytes(*length).into()));
        input = left;
        Some(datagram)
    })
}

/// Where all datagrams come from.
///
/// # Panics
/// Never: the addresses are well formed.
#[must_use]
pub fn tuple() -> FiveTuple {
    FiveTuple {
        protocol: Protocol::Udp,
        local: ([203, 0, 113, 5], 3478).into(),
        remote: ([192, 0, 2, 1], 40_000).into(),
    }
}

/// The same way through a relay.
#[must_use]
pub fn relayed_tuple() -> FiveTuple {
    FiveTuple {
        protocol: Protocol::Relay(Access::Udp),
        ..tuple()
    }
}

/// The one moment of a run.
#[must_use]
pub fn now() -> Instant {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    *START.get_or_init(Instant::now)
}
