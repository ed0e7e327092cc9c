//! VP8 payloads (RFC 7741).

mod descriptor;

use crate::place::{Number, Place};
use crate::rewrite::Rewrite;
use descriptor::{Descriptor, PictureId};
use model::Layer;

/// Whether the first packet of a keyframe carries this payload.
pub(crate) fn starts_keyframe(payload: &[u8]) -> bool {
    Descriptor::parse(payload).is_some_and(|descriptor| is_keyframe(&descriptor, payload))
}

/// What follows the descriptor.
pub(crate) fn bitstream(payload: &[u8]) -> Option<&[u8]> {
    payload.get(Descriptor::parse(payload)?.len..)
}

pub(crate) fn place(payload: &[u8]) -> Place {
    let Some(descriptor) = Descriptor::parse(payload) else {
        return Place::default();
    };
    let keyframe = is_keyframe(&descriptor, payload);
    let temporal = descriptor.temporal;
    Place {
        layer: Layer {
            spatial: 0,
            temporal: temporal.and_then(|t| t.id).unwrap_or(0),
        },
        keyframe,
        intra: keyframe,
        starts_frame: descriptor.starts_picture(),
        size: if keyframe {
            size(&payload[descriptor.len..])
        } else {
            None
        },
        number: descriptor.picture_id.map(|id| Number {
            value: id.value,
            bits: if id.is_15_bit { 15 } else { 7 },
        }),
        layer_sync: temporal.is_some_and(|t| t.layer_sync),
        tl0_pic_idx: descriptor.tl0_pic_idx.map(|(value, _)| value),
        key_index: temporal.and_then(|t| t.key_index),
        ..Place::default()
    }
}

/// Adds to the numbers in place; each field keeps its width.
pub(crate) fn shift(payload: &mut [u8], rewrite: &Rewrite) {
    let Some(descriptor) = Descriptor::parse(payload) else {
        return;
    };
    if let Some(PictureId {
        value,
        is_15_bit,
        offset,
    }) = descriptor.picture_id
    {
        let sent = rewrite.number.wrapping_add(value);
        if is_15_bit {
            payload[offset..offset + 2].copy_from_slice(&(0x8000 | sent).to_be_bytes());
        } else {
            payload[offset] = (sent & 0x7f) as u8;
        }
    }
    if let Some((value, offset)) = descriptor.tl0_pic_idx {
        payload[offset] = rewrite.tl0_pic_idx.wrapping_add(value);
    }
    if let Some(value) = descriptor.temporal.and_then(|t| t.key_index) {
        let byte = &mut payload[descriptor.len - 1];
        *byte = *byte & 0xe0 | rewrite.key_index.wrapping_add(value) & 0x1f;
    }
}

/// RFC 7741 section 4.3: the P bit of the payload header, which only the first packet of a picture has.
fn is_keyframe(descriptor: &Descriptor, payload: &[u8]) -> bool {
    let first_byte = payload.get(descriptor.len);
    descriptor.starts_picture() && first_byte.is_some_and(|byte| byte & 1 == 0)
}

/// Of a keyframe: after the frame tag and the start code (RFC 6386 section 9.1); the two high bits scale.
fn size(frame: &[u8]) -> Option<(u16, u16)> {
    let [0x9d, 0x01, 0x2a, w0, w1, h0, h1] = *frame.get(3..10)? else {
        return None;
    };
    let pixels = |low, high| u16::from_le_bytes([low, high]) & 0x3fff;
    Some((pixels(w0, w1), pixels(h0, h1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyframe_starts_with_a_clear_p_bit_in_the_first_partition() {
        assert!(starts_keyframe(&[0x10, 0x50]));
        assert!(starts_keyframe(&[
            0x90, 0xe0, 0x81, 0x23, 9, 0x20, 0x10, 0x9d, 0x01, 0x2a
        ]));
        // An interframe, a later packet, a later partition, a descriptor alone, a cut one.
        for payload in [
            &[0x10, 0x51][..],
            &[0x00, 0x50],
            &[0x11, 0x50],
            &[0x10],
            &[0x90, 0x80],
        ] {
            assert!(!starts_keyframe(payload));
        }
    }

    #[test]
    fn a_keyframe_tells_its_size() {
        let mut keyframe = [0x10, 0x50, 0x01, 0x02, 0x9d, 0x01, 0x2a, 0x80, 0x42, 0xe0, 0x01];
        assert_eq!(place(&keyframe).size, Some((640, 480)));
        assert_eq!(place(&keyframe[..10]).size, None);
        keyframe[4] = 0x9c;
        assert_eq!(place(&keyframe).size, None);
    }

    #[test]
    fn each_number_keeps_its_width() {
        let rewrite = Rewrite {
            codec: model::Codec::Vp8,
            number: 0x7fff,
            tl0_pic_idx: 255,
            key_index: 31,
            closing: None,
        };
        let mut wide = [0x90, 0xf0, 0x80, 0x00, 0x00, 0xe0, 0xaa];
        shift(&mut wide, &rewrite);
        assert_eq!(wide, [0x90, 0xf0, 0xff, 0xff, 0xff, 0xff, 0xaa]);
        let mut narrow = [0x90, 0x80, 0x05, 0xaa];
        shift(&mut narrow, &rewrite);
        assert_eq!(narrow, [0x90, 0x80, 0x04, 0xaa]);
    }
}
