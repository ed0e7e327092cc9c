//! AV1 payloads (RTP Payload Format For AV1, version 1.0.0).

mod descriptor;
mod templates;

pub(crate) use templates::Templates;

use crate::place::{Number, Place};
use descriptor::Descriptor;

const SEQUENCE_HEADER: u8 = 1;

/// Where a packet stands; without a dependency descriptor all is one layer.
pub(crate) fn place(templates: &mut Templates, payload: &[u8], descriptor: Option<&[u8]>) -> Place {
    let starts_keyframe = starts_keyframe(payload);
    let plain = Place {
        keyframe: starts_keyframe,
        intra: starts_keyframe,
        ..Place::default()
    };
    let Some(descriptor) = descriptor.and_then(|bytes| Descriptor::parse(templates, bytes)) else {
        return plain;
    };
    let numbered = Place {
        starts_frame: descriptor.starts_frame,
        ends_frame: descriptor.ends_frame,
        number: Some(Number {
            value: descriptor.frame_number,
            bits: 16,
        }),
        ..plain
    };
    let Some(frame) = descriptor.frame else {
        return numbered;
    };
    let intra = frame.references.is_empty();
    Place {
        layer: frame.layer,
        keyframe: starts_keyframe && intra && frame.layer.spatial == 0,
        intra,
        size: if descriptor.brings_templates {
            templates.size()
        } else {
            None
        },
        references: Some(frame.references),
        highest_spatial: Some(templates.highest_spatial()),
        ..numbered
    }
}

/// Whether the frame ends with the packet of this dependency descriptor.
pub(crate) fn ends_frame(descriptor: &[u8]) -> bool {
    descriptor.first().is_some_and(|flags| flags & 0x40 != 0)
}

/// Adds to the frame number of a dependency descriptor in place.
pub(crate) fn shift(descriptor: &mut [u8], shift: u16) {
    if let Some([_, high, low]) = descriptor.first_chunk_mut() {
        [*high, *low] = u16::from_be_bytes([*high, *low])
            .wrapping_add(shift)
            .to_be_bytes();
    }
}

/// Whether the first packet of a coded video sequence carries this payload, sequence header included.
pub(crate) fn starts_keyframe(payload: &[u8]) -> bool {
    let Some((&aggregation, elements)) = payload.split_first() else {
        return false;
    };
    // Section 4.4: Z goes on with an element of the packet before, N starts a coded video sequence.
    let (continues, starts_sequence) = (aggregation & 0x80 != 0, aggregation & 0x08 != 0);
    let count = usize::from(aggregation >> 4 & 0x03);
    starts_sequence && !continues && has_sequence_header(elements, count)
}

/// With a `count` of 0 each element comes after its size, else all but the last.
fn has_sequence_header(mut rest: &[u8], count: usize) -> bool {
    let mut index = 0;
    while !rest.is_empty() {
        index += 1;
        let element = if index == count {
            std::mem::take(&mut rest)
        } else {
            let Some((element, after)) = split_sized(rest) else {
                return false;
            };
            rest = after;
            element
        };
        if element
            .first()
            .is_some_and(|header| header >> 3 & 0x0f == SEQUENCE_HEADER)
        {
            return true;
        }
    }
    false
}

/// An element after its size, then what follows it.
fn split_sized(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (size, rest) = split_leb128(bytes)?;
    rest.split_at_checked(size)
}

/// Little-endian base 128 (AV1 section 4.10.5); five bytes are more than any packet needs.
fn split_leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= u64::from(byte & 0x7f) << (index * 7);
        if byte & 0x80 == 0 {
            return Some((usize::try_from(value).ok()?, &bytes[index + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEQUENCE: u8 = 1 << 3;
    const FRAME: u8 = 6 << 3;
    const DELIMITER: u8 = 2 << 3;

    #[test]
    fn a_sequence_header_in_every_place() {
        // One element without size; two, the first sized; every one sized, after a delimiter.
        assert!(starts_keyframe(&[0x18, SEQUENCE, 0, 0]));
        assert!(starts_keyframe(&[0x28, 2, SEQUENCE, 0, FRAME, 1]));
        assert!(starts_keyframe(&[0x08, 1, DELIMITER, 2, SEQUENCE, 0, 1, FRAME]));
        assert!(starts_keyframe(&[0x08, 0x81, 0x00, DELIMITER, 1, SEQUENCE]));
    }

    #[test]
    fn other_payloads_start_nothing() {
        // No N, continued element, no sequence header, no element.
        for payload in [
            &[0x10, SEQUENCE][..],
            &[0x98, SEQUENCE],
            &[0x18, FRAME],
            &[0x18],
            &[0x08],
        ] {
            assert!(!starts_keyframe(payload));
        }
    }

    #[test]
    fn sizes_that_lie_start_nothing() {
        assert!(!starts_keyframe(&[0x28, 9, SEQUENCE]));
        assert!(!starts_keyframe(&[0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
        assert!(!starts_keyframe(&[0x1c, 0x10, 0xff]));
    }
}
