//! VP9 payloads (RFC 9628).

/// Whether the first packet of a keyframe carries this payload: with spatial layers, the first of the lowest.
pub(crate) fn starts_keyframe(payload: &[u8]) -> bool {
    is_keyframe_start(payload).unwrap_or(false)
}

/// `None` if the payload descriptor (section 4.2) is cut off.
fn is_keyframe_start(payload: &[u8]) -> Option<bool> {
    let mut bytes = payload.iter().copied();
    let flags = bytes.next()?;
    let bit = |mask: u8| flags & mask != 0;
    let (has_picture_id, inter_predicted, has_layers) = (bit(0x80), bit(0x40), bit(0x20));
    let (flexible, starts_frame) = (bit(0x10), bit(0x08));
    // Fifteen bits if the first is set.
    if has_picture_id && bytes.next()? & 0x80 != 0 {
        bytes.next()?;
    }
    let lowest_layer = if has_layers {
        let layers = bytes.next()?;
        if !flexible {
            // TL0PICIDX.
            bytes.next()?;
        }
        // Spatial layer id with the bit that says it depends on the layer below.
        layers & 0x0f == 0
    } else {
        true
    };
    Some(starts_frame && !inter_predicted && lowest_layer)
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
