//! An m-line of a session as negotiated.

use super::streams::Streams;
use crate::feedback::RetransmissionThrottle;
use crate::packet::Rid;
use crate::sdp::{Negotiated, NegotiatedCodec, best_match};
use model::{Codec, MediaKind, Mid};
use std::time::Duration;

/// The stream that we send on a line, what each packet needs first.
#[derive(Clone, Default, Debug)]
#[repr(C)]
pub(crate) struct Outgoing {
    pub(crate) ssrc: u32,
    pub(crate) manner: Manner,
    pub(crate) is_heard: bool,
    /// Named by its RID until the other end has heard of its SSRC.
    pub(crate) rid: Option<Rid>,
    pub(crate) packets: u64,
    /// Bytes of payload.
    pub(crate) octets: u64,
    pub(crate) rtx_ssrc: u32,
    pub(crate) rtx_sequence: u64,
    /// Retransmissions.
    pub(crate) repeated: u64,
    pub(crate) cname: String,
    /// Cumulative loss as last reported (RFC 3550 section 6.4.1).
    pub(crate) reported_lost: u32,
    /// As last reported.
    pub(crate) reported_jitter: Duration,
    pub(crate) repeats: RetransmissionThrottle,
}

/// What of a line decides on each packet that leaves by it: kept beside the stream's numbers, so that one look at memory
/// finds all.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Manner {
    pub(crate) is_video: bool,
    /// The other end tells when packets arrive, by their transport-wide numbers.
    pub(crate) is_numbered: bool,
    /// The other end reads AV1 dependency descriptors.
    pub(crate) writes_descriptor: bool,
}

/// In what form a payload type carries its codec.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Carriage {
    Plain,
    /// Blocks of RFC 2198.
    Redundant,
    /// Retransmissions of RFC 4588.
    Retransmission,
}

/// An m-line of a session; what each packet needs that leaves by it begins with a cache line.
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub struct Line {
    /// One on a seat, one for each layer of simulcast.
    pub(crate) outgoing: Streams,
    pub(crate) mid: Mid,
    /// Nothing on a rejected line.
    pub(crate) negotiated: Option<Negotiated>,
    pub(crate) published: bool,
    /// SSRCs that the offer gave to this line.
    pub(crate) ssrcs: Vec<u32>,
    /// Media with its retransmission stream.
    pub(crate) repairs: Vec<(u32, u32)>,
    /// Layers that the offer names by SSRC, in their order.
    pub(crate) layer_ssrcs: Vec<u32>,
}

impl Manner {
    pub(crate) fn kind(self) -> MediaKind {
        if self.is_video {
            MediaKind::Video
        } else {
            MediaKind::Audio
        }
    }
}

impl Line {
    /// Its identification tag.
    #[must_use]
    pub fn mid(&self) -> Mid {
        self.mid
    }

    /// Its kind, unless it is rejected.
    #[must_use]
    pub fn kind(&self) -> Option<MediaKind> {
        self.negotiated.as_ref().map(|n| n.kind)
    }

    /// Whether media is taken from the client on it.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.published && self.negotiated.is_some()
    }

    /// Whether the client receives on it.
    #[must_use]
    pub fn is_seat(&self) -> bool {
        !self.outgoing.is_empty() && self.negotiated.is_some()
    }

    /// How many streams the client may publish on it at a time: 1 without simulcast, at most 3.
    #[must_use]
    pub fn encodings(&self) -> u8 {
        let named = self.negotiated.as_ref().map_or(0, |n| n.simulcast.len());
        named.max(self.layer_ssrcs.len() as u8).max(1)
    }

    /// The place of the layer with a RID, else of that with an SSRC; 0 without simulcast.
    pub(crate) fn encoding_of(&self, rid: Option<Rid>, ssrc: u32) -> Option<u8> {
        let negotiated = self.negotiated.as_ref()?;
        match rid {
            _ if self.encodings() == 1 => Some(0),
            Some(rid) if !negotiated.simulcast.is_empty() => negotiated.simulcast.place(rid),
            _ => {
                let place = self.layer_ssrcs.iter().position(|layer| *layer == ssrc);
                place.map(|place| place as u8)
            }
        }
    }

    /// The stream whose retransmissions have an SSRC, as the offer says.
    pub(crate) fn repaired_by(&self, repair: u32) -> Option<u32> {
        let mut repairs = self.repairs.iter();
        repairs.find(|(_, by)| *by == repair).map(|(media, _)| *media)
    }

    /// The codec at a place of the negotiated list.
    #[must_use]
    pub fn codec(&self, index: usize) -> Option<Codec> {
        self.format(index).map(|format| format.codec)
    }

    /// Codec, parameters, payload types at a place of the negotiated list.
    #[must_use]
    pub fn format(&self, index: usize) -> Option<&NegotiatedCodec> {
        self.codecs().get(index)
    }

    /// The payload type by which this line's receiver knows what a publisher sends as `sent`.
    #[must_use]
    pub fn payload_type_for(&self, sent: &NegotiatedCodec) -> Option<u8> {
        best_match(sent.codec, sent.format, self.codecs()).map(|codec| codec.payload_type)
    }

    /// The payload type by which this line's receiver knows redundant packets (RFC 2198) of what a publisher sends as
    /// `sent`; `None` where it takes none.
    #[must_use]
    pub fn red_payload_type_for(&self, sent: &NegotiatedCodec) -> Option<u8> {
        best_match(sent.codec, sent.format, self.codecs())?.red_payload_type
    }

    /// Tells the streams that we send what was negotiated.
    pub(crate) fn settle(&mut self) {
        let Some(negotiated) = &self.negotiated else {
            return;
        };
        let manner = Manner {
            is_video: negotiated.kind == MediaKind::Video,
            is_numbered: negotiated.extensions.transport_sequence.is_some()
                && negotiated.codecs.iter().any(|codec| codec.feedback.transport_cc),
            writes_descriptor: negotiated.writes_descriptor,
        };
        for stream in self.outgoing.iter_mut() {
            stream.manner = manner;
        }
    }

    /// Whether pictures leave by this line whose arrival the client tells.
    pub(crate) fn sends_numbered_video(&self) -> bool {
        let mut streams = self.outgoing.iter();
        streams.any(|stream| stream.manner.is_video && stream.manner.is_numbered)
    }

    /// The payload type of retransmissions, of whichever codec.
    pub(crate) fn rtx_payload_type(&self) -> Option<u8> {
        self.codecs().iter().find_map(|codec| codec.rtx_payload_type)
    }

    /// Whether keyframes are to be asked for by FIR, because PLI was not negotiated.
    pub(crate) fn wants_fir(&self) -> bool {
        self.codecs()
            .first()
            .is_some_and(|codec| codec.feedback.fir && !codec.feedback.pli)
    }

    /// The place in the codec list of a payload type, with the form in which it carries that codec.
    pub(crate) fn codec_of(&self, payload_type: u8) -> Option<(usize, Carriage)> {
        self.codecs().iter().enumerate().find_map(|(index, codec)| {
            let carriage = match Some(payload_type) {
                sent if sent == Some(codec.payload_type) => Carriage::Plain,
                sent if sent == codec.rtx_payload_type => Carriage::Retransmission,
                sent if sent == codec.red_payload_type => Carriage::Redundant,
                _ => return None,
            };
            Some((index, carriage))
        })
    }

    fn codecs(&self) -> &[NegotiatedCodec] {
        self.negotiated.as_ref().map_or(&[], |n| &n.codecs)
    }
}
