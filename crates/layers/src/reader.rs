//! What the packets of one incoming stream say of their places.

use crate::place::Place;
use crate::{av1, h264, vp8, vp9};
use model::{Codec, Layer};

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
    /// Its layer is below `Layer::SPATIAL` and `Layer::TEMPORAL`. What is malformed stands at the lowest.
    pub fn read(&mut self, payload: &[u8], descriptor: Option<&[u8]>) -> Place {
        let mut place = match self.codec {
            Codec::Opus => Place {
                keyframe: true,
                ..Place::default()
            },
            Codec::Vp8 => vp8::place(payload),
            Codec::Vp9 => vp9::place(payload),
            Codec::H264 => h264::place(payload),
            Codec::Av1 => av1::place(&mut self.templates, payload, descriptor),
        };
        // Browsers send no more than these; so callers may count by them.
        place.layer.spatial = place.layer.spatial.min(Layer::SPATIAL as u8 - 1);
        place.layer.temporal = place.layer.temporal.min(Layer::TEMPORAL as u8 - 1);
        place
    }
}
