//! H.264 payloads (RFC 6184) as units with their lengths before them, which Matroska wants.

use layers::Reader;
use model::Codec;

const SPS: u8 = 7;
const PPS: u8 = 8;
const STAP_A: u8 = 24;
const FU_A: u8 = 28;

/// Appends the units of a payload; a piece goes on with the unit that was begun. Nothing where the payload is malformed.
pub(crate) fn append(out: &mut Vec<u8>, begun: &mut Option<usize>, payload: &[u8]) -> Option<()> {
    let (indicator, rest) = payload.split_first()?;
    match indicator & 0x1f {
        1..=23 => push_unit(out, payload),
        STAP_A => push_aggregate(out, rest)?,
        FU_A => push_piece(out, begun, *indicator, rest)?,
        _ => return None,
    }
    Some(())
}

/// AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3) of a picture with its parameter sets.
pub(crate) fn configuration(picture: &[u8]) -> Option<Vec<u8>> {
    let sps = units(picture).find(|unit| unit_type(unit) == SPS)?;
    let pps = units(picture).find(|unit| unit_type(unit) == PPS)?;
    let (profile, set) = (sps.get(1..4)?, u16::try_from(sps.len()).ok()?);
    let mut record = vec![1];
    record.extend_from_slice(profile);
    // Lengths of four bytes, one sequence parameter set.
    record.extend_from_slice(&[0xFF, 0xE1]);
    record.extend_from_slice(&set.to_be_bytes());
    record.extend_from_slice(sps);
    record.push(1);
    record.extend_from_slice(&u16::try_from(pps.len()).ok()?.to_be_bytes());
    record.extend_from_slice(pps);
    Some(record)
}

/// Width and height that a picture's parameter set tells.
pub(crate) fn size(picture: &[u8]) -> Option<(u16, u16)> {
    let sps = units(picture).find(|unit| unit_type(unit) == SPS)?;
    Reader::new(Codec::H264).read(sps, None).size
}

fn units(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let (len, after) = rest.split_first_chunk()?;
        let (unit, after) = after.split_at_checked(u32::from_be_bytes(*len) as usize)?;
        rest = after;
        Some(unit)
    })
}

fn unit_type(unit: &[u8]) -> u8 {
    unit.first().map_or(0, |header| header & 0x1f)
}

fn push_unit(out: &mut Vec<u8>, unit: &[u8]) {
    out.extend_from_slice(&(unit.len() as u32).to_be_bytes());
    out.extend_from_slice(unit);
}

/// Section 5.7.1: each unit comes after its size in two bytes.
fn push_aggregate(out: &mut Vec<u8>, mut rest: &[u8]) -> Option<()> {
    while let Some((size, after)) = rest.split_first_chunk() {
        let (unit, after) = after.split_at_checked(u16::from_be_bytes(*size).into())?;
        push_unit(out, unit);
        rest = after;
    }
    rest.is_empty().then_some(())
}

/// Section 5.8: the first piece has the start bit, the header of the unit is put together from two bytes.
fn push_piece(out: &mut Vec<u8>, begun: &mut Option<usize>, indicator: u8, rest: &[u8]) -> Option<()> {
    let (header, piece) = rest.split_first()?;
    if header & 0x80 != 0 {
        *begun = Some(out.len());
        push_unit(out, &[indicator & 0xe0 | header & 0x1f]);
    }
    let at = (*begun)?;
    out.extend_from_slice(piece);
    let len = (out.len() - at - 4) as u32;
    out[at..at + 4].copy_from_slice(&len.to_be_bytes());
    if header & 0x40 != 0 {
        *begun = None;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn assembled(payloads: &[&[u8]]) -> Option<Vec<Vec<u8>>> {
        let (mut out, mut begun) = (Vec::new(), None);
        for payload in payloads {
            append(&mut out, &mut begun, payload)?;
        }
        Some(units(&out).map(<[u8]>::to_vec).collect())
    }

    #[test]
    fn units_come_whole_in_bundles_and_in_pieces() {
        let whole = assembled(&[
            &[0x41, 1, 2],
            &[0x78, 0, 2, 0x67, 9, 0, 1, 0x68],
            &[0x7c, 0x85, 1, 2],
            &[0x7c, 0x05, 3],
            &[0x7c, 0x45, 4],
        ]);
        let expected: [&[u8]; 4] = [&[0x41, 1, 2], &[0x67, 9], &[0x68], &[0x65, 1, 2, 3, 4]];
        assert_eq!(whole.unwrap(), expected);
        assert!(assembled(&[&[0x7c, 0x05, 3]]).is_none(), "the middle of nothing");
        assert!(assembled(&[&[0x78, 0, 9, 1]]).is_none(), "cut off");
    }

    #[test]
    fn a_decoder_is_told_the_parameter_sets() {
        let mut picture = Vec::new();
        for unit in [&[0x67, 0x42, 0xe0, 0x1f, 5][..], &[0x68, 6], &[0x65, 7]] {
            push_unit(&mut picture, unit);
        }
        let record = configuration(&picture).unwrap();
        let expected = [
            1, 0x42, 0xe0, 0x1f, 0xff, 0xe1, 0, 5, 0x67, 0x42, 0xe0, 0x1f, 5, 1, 0, 2, 0x68, 6,
        ];
        assert_eq!(record, expected);
        assert!(configuration(&picture[9..]).is_none());
    }

    proptest! {
        #[test]
        fn random_payloads_never_panic(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..20)
        ) {
            let (mut out, mut begun) = (Vec::new(), None);
            for payload in &payloads {
                let _ = append(&mut out, &mut begun, payload);
            }
            let _ = (configuration(&out), size(&out));
        }
    }
}
