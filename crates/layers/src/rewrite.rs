//! How a passed packet goes out, so that a receiver sees one unbroken stream.

use crate::{av1, vp8, vp9};
use model::Codec;

/// What is added to the numbers of a source; keep it with the packets sent to send one of them again as it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rewrite {
    pub(crate) codec: Codec,
    /// Added to PictureID, or to the AV1 frame number; each field keeps its width.
    pub(crate) number: u16,
    /// Added to TL0PICIDX.
    pub(crate) tl0_pic_idx: u8,
    /// Added to KEYIDX.
    pub(crate) key_index: u8,
    /// The spatial layer whose frame ends the picture, where that is not left to the sender's marker.
    pub(crate) closing: Option<u8>,
}

impl Default for Rewrite {
    /// Leaves all as it is.
    fn default() -> Self {
        Self {
            codec: Codec::Opus,
            number: 0,
            tl0_pic_idx: 0,
            key_index: 0,
            closing: None,
        }
    }
}

impl Rewrite {
    /// Whether the RTP marker is set on the packet with this source payload: on the last of a picture as far as it is passed.
    #[must_use]
    pub fn marker(&self, marker: bool, payload: &[u8], descriptor: Option<&[u8]>) -> bool {
        marker
            || self.closing.is_some_and(|layer| match self.codec {
                Codec::Vp9 => vp9::ends_layer(payload, layer),
                Codec::Av1 => descriptor.is_some_and(av1::ends_frame),
                _ => false,
            })
    }

    /// Rewrites the numbers in place; lengths stay.
    pub fn apply(&self, payload: &mut [u8], descriptor: Option<&mut [u8]>) {
        match self.codec {
            Codec::Vp8 => vp8::shift(payload, self),
            Codec::Vp9 => vp9::shift(payload, self),
            Codec::Av1 => {
                if let Some(descriptor) = descriptor {
                    av1::shift(descriptor, self.number);
                }
            }
            Codec::Opus | Codec::H264 => {}
        }
    }
}
