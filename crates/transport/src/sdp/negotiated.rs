//! What both sides of a line agreed on.

use super::codec::{CodecOffer, Feedback};
use super::direction::Direction;
use super::format::Format;
use super::simulcast::Simulcast;
use crate::packet::ExtensionIds;
use model::{Codec, MediaKind, Mid};

/// What packets of an accepted line look like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Negotiated {
    /// The line.
    pub mid: Mid,
    /// Its kind.
    pub kind: MediaKind,
    /// Who sends, as the server sees it.
    pub direction: Direction,
    /// The codecs in the order of the answer; the client sends the first it can.
    pub codecs: Vec<NegotiatedCodec>,
    /// The ids of header extensions, in both directions.
    pub extensions: ExtensionIds,
    /// The streams that the server takes at a time; empty without simulcast.
    pub simulcast: Simulcast,
    /// The client reads AV1 dependency descriptors.
    pub writes_descriptor: bool,
}

impl Negotiated {
    /// The codec of a payload type; `None` for retransmissions and what was not negotiated.
    #[must_use]
    pub fn codec(&self, payload_type: u8) -> Option<&NegotiatedCodec> {
        self.codecs
            .iter()
            .find(|codec| codec.payload_type == payload_type)
    }

    /// The codec whose retransmissions have a payload type.
    #[must_use]
    pub fn repaired_codec(&self, rtx_payload_type: u8) -> Option<&NegotiatedCodec> {
        self.codecs
            .iter()
            .find(|codec| codec.rtx_payload_type == Some(rtx_payload_type))
    }
}

/// A codec that both sides have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NegotiatedCodec {
    /// The codec.
    pub codec: Codec,
    /// Its parameters.
    pub format: Format,
    /// Its payload type in both directions.
    pub payload_type: u8,
    /// The payload type of its retransmissions (RFC 4588).
    pub rtx_payload_type: Option<u8>,
    /// The payload type of redundant packets of it (RFC 2198).
    pub red_payload_type: Option<u8>,
    /// The feedback that both sides may send.
    pub feedback: Feedback,
}

impl From<CodecOffer> for NegotiatedCodec {
    fn from(codec: CodecOffer) -> Self {
        Self {
            codec: codec.codec,
            format: codec.format,
            payload_type: codec.payload_type,
            rtx_payload_type: codec.rtx,
            red_payload_type: codec.red,
            feedback: codec.feedback,
        }
    }
}
