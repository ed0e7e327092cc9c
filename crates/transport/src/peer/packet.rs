//! Packets as a peer hands them out, takes them in.

use crate::FiveTuple;
use crate::packet::AudioLevel;
use std::ops::Range;

/// An RTP packet that came in; its payload is decrypted where the datagram lies.
#[derive(Clone, Debug)]
pub struct Packet {
    /// The m-line.
    pub line: usize,
    /// The SSRC of the medium, also when a retransmission brought it.
    pub stream: u32,
    /// Place in the line's codec list.
    pub codec: usize,
    /// The payload is blocks of that codec (RFC 2198).
    pub is_red: bool,
    /// Place of its simulcast layer in the offer; 0 where there is one stream.
    pub encoding: u8,
    /// Sequence number, extended.
    pub sequence: u64,
    /// RTP timestamp.
    pub timestamp: u32,
    /// RTP marker.
    pub marker: bool,
    /// Loudness (RFC 6464).
    pub audio_level: Option<AudioLevel>,
    /// AV1 dependency descriptor, in the datagram.
    pub descriptor: Option<Range<usize>>,
    /// Payload without padding, in the datagram; empty for packets of padding alone.
    pub payload: Range<usize>,
}

/// An RTP packet to send, in terms of the stream that it goes out on.
#[derive(Clone, Debug)]
pub struct Forward<'a> {
    /// The receiver's payload type.
    pub payload_type: u8,
    /// Sequence number, extended.
    pub sequence: u64,
    /// RTP timestamp.
    pub timestamp: u32,
    /// RTP marker.
    pub marker: bool,
    /// Loudness (RFC 6464).
    pub audio_level: Option<AudioLevel>,
    /// AV1 dependency descriptor.
    pub descriptor: Option<&'a [u8]>,
    /// Payload.
    pub payload: &'a [u8],
}

/// What a datagram was.
#[derive(Clone, Debug)]
pub enum Received {
    /// Dealt with, or dropped.
    Nothing,
    /// An authenticated check: the datagram's 5-tuple is this peer's from now on.
    Validated {
        /// A 5-tuple that is no longer.
        forget: Option<FiveTuple>,
    },
    /// Media.
    Packet(Packet),
}
