//! What the packets of one incoming stream say of their places.

use crate::place::Place;
use crate::{av1, h264, vp8, vp9};
use model::Codec;

/// Reads the packets of one incoming stream: one SSRC, so one simulcast encoding.
pub struct Reader {
    codec: Codec,
    /// AV1 packets name a template; a keyframe brings the list.
    templates: av1::Templates,
}

impl Reader {
    /// Of a stream that has sent nothing yet.
    #[must_use]
    pub fn new(codec: Codec) -> Self {
        Self {
            codec,
            templates: av1::Templates::default(),
        }
    }

    /// Where a packet stands. `descriptor` is the AV1 dependency descriptor header extension, if the packet has one.
    ///
    /// What is malformed stands at the lowest layer.
    pub fn read(&mut self, payload: &[u8], descriptor: Option<&[u8]>) -> Place {
        match self.codec {
            Codec::Opus => Place {
                keyframe: true,
                ..Place::default()
            },
            Codec::Vp8 => vp8::place(payload),
            Codec::Vp9 => vp9::place(payload),
            Codec::H264 => h264::place(payload),
            Codec::Av1 => av1::place(&mut self.templates, payload, descriptor),
        }
    }
}
