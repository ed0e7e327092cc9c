//! H.264 payloads (RFC 6184, packetisation modes 0 or 1).

use crate::place::Place;

/// Sequence parameter set: browsers send one before each IDR picture, without it a new receiver decodes nothing.
const SPS: u8 = 7;

/// Several whole units in one packet (section 5.7.1).
const STAP_A: u8 = 24;

/// A piece of one unit (section 5.8).
const FU_A: u8 = 28;

/// All is one layer: a picture of `nal_ref_idc` 0 could be left out, but its late packets could not be told from another's.
pub(crate) fn place(payload: &[u8]) -> Place {
    let keyframe = starts_keyframe(payload);
    Place {
        keyframe,
        intra: keyframe,
        ..Place::default()
    }
}

/// Whether a sequence parameter set starts in this payload.
pub(crate) fn starts_keyframe(payload: &[u8]) -> bool {
    let Some((indicator, rest)) = payload.split_first() else {
        return false;
    };
    match unit_type(*indicator) {
        SPS => true,
        STAP_A => aggregate_has_sps(rest),
        // The start bit with the type of the whole unit.
        FU_A => rest
            .first()
            .is_some_and(|header| header & 0x80 != 0 && unit_type(*header) == SPS),
        _ => false,
    }
}

fn unit_type(byte: u8) -> u8 {
    byte & 0x1f
}

/// Each unit comes after its size in two bytes.
fn aggregate_has_sps(mut rest: &[u8]) -> bool {
    while let Some((size, after)) = rest.split_first_chunk() {
        let size = usize::from(u16::from_be_bytes(*size));
        let Some((unit, after)) = after.split_at_checked(size) else {
            return false;
        };
        if unit.first().is_some_and(|header| unit_type(*header) == SPS) {
            return true;
        }
        rest = after;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_set_starts_a_keyframe_in_every_form() {
        assert!(starts_keyframe(&[0x67, 0x42, 0xc0, 0x1f]));
        assert!(starts_keyframe(&[0x78, 0, 2, 0x67, 0x42, 0, 1, 0x68, 0, 1, 0x65]));
        // An access unit delimiter or an empty unit may come first.
        assert!(starts_keyframe(&[0x78, 0, 0, 0, 2, 0x09, 0x10, 0, 1, 0x67]));
        assert!(starts_keyframe(&[0x7c, 0x87, 0x42]));
    }

    #[test]
    fn other_units_do_not() {
        // Slice, IDR slice without parameters, IDR piece, later piece of a set, set without its start, STAP-A of slices.
        for payload in [
            &[0x61, 0x9a][..],
            &[0x65, 0x88],
            &[0x7c, 0x85, 0x88],
            &[0x7c, 0x07, 0x42],
            &[0x7c],
            &[0x78, 0, 1, 0x61, 0, 1, 0x41],
        ] {
            assert!(!starts_keyframe(payload));
        }
    }

    #[test]
    fn an_aggregate_that_overruns_starts_nothing() {
        assert!(!starts_keyframe(&[0x78, 0, 9, 0x67]));
        assert!(!starts_keyframe(&[0x78, 0]));
        assert!(!starts_keyframe(&[0xb2, 0x16, 0x64]));
    }
}
