//! How a single stream fares, in the terms of W3C webrtc-stats.

use super::Peer;
use std::time::Duration;

/// A stream that comes from the client (`inbound-rtp`); counts since its start.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Inbound {
    /// RTP packets, without those that were sent again.
    pub packets: u64,
    /// Bytes of payload, those that were sent again included.
    pub bytes: u64,
    /// Packets that did not come by themselves; falls when they are only late.
    pub lost: u64,
    /// Packets that came because they were sent again.
    pub repaired: u64,
    /// Interarrival jitter (RFC 3550 section 6.4.1).
    pub jitter: Duration,
}

/// A stream that goes to the client (`outbound-rtp`) with what the client reports of it (`remote-inbound-rtp`); counts
/// since its start.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Outbound {
    /// RTP packets, without those that were sent again.
    pub packets: u64,
    /// Bytes of payload, without what was sent again.
    pub bytes: u64,
    /// Packets that did not reach the client by themselves.
    pub lost: u64,
    /// Packets that were sent again.
    pub repeated: u64,
    /// Interarrival jitter at the client.
    pub jitter: Duration,
}

impl Peer {
    /// One encoding of a line that the client publishes, 0 without simulcast; nothing before its first packet.
    #[must_use]
    pub fn inbound(&self, line: usize, encoding: u8) -> Option<Inbound> {
        let mut streams = self.media.incoming.iter();
        let stream = streams.rfind(|stream| stream.is(line, encoding, false))?;
        Some(Inbound {
            packets: stream.statistics.packets(),
            bytes: stream.bytes,
            lost: u64::try_from(stream.statistics.lost()).unwrap_or(0),
            repaired: stream.repaired,
            jitter: stream.statistics.jitter(),
        })
    }

    /// The stream of a seat's line; nothing where the line is no seat.
    #[must_use]
    pub fn outbound(&self, line: usize) -> Option<Outbound> {
        let stream = self.media.lines.get(line)?.outgoing.first()?;
        Some(Outbound {
            packets: stream.packets,
            bytes: stream.octets,
            lost: stream.reported_lost.into(),
            repeated: stream.repeated,
            jitter: stream.reported_jitter,
        })
    }
}
