//! VP8 payloads (RFC 7741).

mod descriptor;
mod rewriter;

pub use descriptor::{Descriptor, PictureId, TemporalLayer};
pub use rewriter::{Vp8Mapping, Vp8Rewriter};

/// Whether the first packet of a keyframe carries this payload.
pub(crate) fn starts_keyframe(payload: &[u8]) -> bool {
    Descriptor::parse(payload).is_some_and(|descriptor| {
        // RFC 7741 section 4.3: the P bit of the payload header, which only the first packet of a picture has.
        let first_byte = payload.get(descriptor.len);
        descriptor.starts_picture() && first_byte.is_some_and(|byte| byte & 1 == 0)
    })
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
}
