//! H.264 payloads (RFC 6184, packetisation modes 0 or 1).

mod sps;

use crate::place::Place;

/// Sequence parameter set: browsers send one before each IDR picture, without it a new receiver decodes nothing.
const SPS: u8 = 7;

/// Several whole units in one packet (section 5.7.1).
const STAP_A: u8 = 24;

/// A piece of one unit (section 5.8).
const FU_A: u8 = 28;

/// All is one layer: a picture of `nal_ref_idc` 0 could be left out, but its late packets could not be told from another's.
pub(crate) fn place(payload: &[u8]) -> Place {
    let set = parameter_set(payload);
    Place {
        keyframe: set.is_some(),
        intra: set.is_some(),
        size: set.and_then(sps::size),
        ..Place::default()
    }
}

/// Whether a sequence parameter set starts in this payload.
pub(crate) fn starts_keyframe(payload: &[u8]) -> bool {
    parameter_set(payload).is_some()
}

/// The sequence parameter set that starts in this payload, with a byte before it: the unit's header or that of its piece.
fn parameter_set(payload: &[u8]) -> Option<&[u8]> {
    let (indicator, rest) = payload.split_first()?;
    match unit_type(*indicator) {
        SPS => Some(payload),
        STAP_A => aggregated_set(rest),
        // The start bit with the type of the whole unit.
        FU_A => {
            let header = rest.first()?;
            (header & 0x80 != 0 && unit_type(*header) == SPS).then_some(rest)
        }
        _ => None,
    }
}

fn unit_type(byte: u8) -> u8 {
    byte & 0x1f
}

/// Each unit comes after its size in two bytes.
fn aggregated_set(mut rest: &[u8]) -> Option<&[u8]> {
    while let Some((size, after)) = rest.split_first_chunk() {
        let size = usize::from(u16::from_be_bytes(*size));
        let (unit, after) = after.split_at_checked(size)?;
        if unit.first().is_some_and(|header| unit_type(*header) == SPS) {
            return Some(unit);
        }
        rest = after;
    }
    None
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
