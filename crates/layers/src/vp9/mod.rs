//! VP9 payloads (RFC 9628).

mod descriptor;
mod header;

use crate::place::{Number, Place};
use crate::rewrite::Rewrite;
use descriptor::Descriptor;
use model::Layer;

/// Whether the first packet of a keyframe carries this payload: with spatial layers, the first of the lowest.
pub(crate) fn starts_keyframe(payload: &[u8]) -> bool {
    Descriptor::parse(payload).is_some_and(|descriptor| is_keyframe(&descriptor))
}

/// What follows the descriptor.
pub(crate) fn bitstream(payload: &[u8]) -> Option<&[u8]> {
    payload.get(Descriptor::parse(payload)?.len..)
}

pub(crate) fn place(payload: &[u8]) -> Place {
    let Some(descriptor) = Descriptor::parse(payload) else {
        return Place::default();
    };
    let keyframe = is_keyframe(&descriptor);
    let in_header = || header::size(payload.get(descriptor.len..)?);
    Place {
        layer: Layer {
            spatial: descriptor.spatial,
            temporal: descriptor.temporal,
        },
        keyframe,
        intra: !descriptor.inter_predicted,
        starts_frame: descriptor.starts_frame,
        ends_frame: descriptor.ends_frame,
        size: descriptor.size.or_else(|| keyframe.then(in_header).flatten()),
        number: descriptor.picture_id.map(|id| Number {
            value: id.value,
            bits: if id.is_15_bit { 15 } else { 7 },
        }),
        inter_layer: descriptor.inter_layer,
        switching_up: descriptor.switching_up,
        references: descriptor.references,
        tl0_pic_idx: descriptor.tl0_pic_idx.map(|(value, _)| value),
        ..Place::default()
    }
}

/// Whether the frame of this spatial layer ends with this payload.
pub(crate) fn ends_layer(payload: &[u8], spatial: u8) -> bool {
    Descriptor::parse(payload).is_some_and(|d| d.ends_frame && d.spatial == spatial)
}

/// Adds to the numbers in place; each field keeps its width.
pub(crate) fn shift(payload: &mut [u8], rewrite: &Rewrite) {
    let Some(descriptor) = Descriptor::parse(payload) else {
        return;
    };
    if let Some(id) = descriptor.picture_id {
        // It follows the first byte.
        let sent = rewrite.number.wrapping_add(id.value);
        if id.is_15_bit {
            payload[1..3].copy_from_slice(&(0x8000 | sent).to_be_bytes());
        } else {
            payload[1] = (sent & 0x7f) as u8;
        }
    }
    if let Some((value, offset)) = descriptor.tl0_pic_idx {
        payload[offset] = rewrite.tl0_pic_idx.wrapping_add(value);
    }
}

fn is_keyframe(descriptor: &Descriptor) -> bool {
    descriptor.starts_frame
        && !descriptor.inter_predicted
        && descriptor.spatial == 0
        && !descriptor.inter_layer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyframe_starts_where_nothing_is_predicted() {
        // I L B: 15-bit picture id, TID 0 SID 0, TL0PICIDX.
        assert!(starts_keyframe(&[0xa8, 0x81, 0x23, 0x00, 0x07, 0x82]));
        // I L F B V: 7-bit picture id, no TL0PICIDX.
        assert!(starts_keyframe(&[0xba, 0x11, 0x10, 0x82]));
        // B alone.
        assert!(starts_keyframe(&[0x08, 0x82]));
    }

    #[test]
    fn the_rest_of_it_does_not() {
        // Predicted, later packet of the frame, upper spatial layer, upper one that uses the lower.
        for payload in [
            &[0xe8, 0x81, 0x23, 0x00, 0x07][..],
            &[0xa4, 0x81, 0x23, 0x00, 0x07],
            &[0xa8, 0x81, 0x23, 0x02, 0x07],
            &[0xa8, 0x81, 0x23, 0x01, 0x07],
        ] {
            assert!(!starts_keyframe(payload));
        }
    }

    #[test]
    fn cut_descriptors_start_nothing() {
        for payload in [
            &[0xa8][..],
            &[0xa8, 0x81],
            &[0xa8, 0x81, 0x23],
            &[0xa8, 0x81, 0x23, 0x00],
        ] {
            assert!(!starts_keyframe(payload));
        }
    }
}
