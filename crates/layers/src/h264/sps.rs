//! The sequence parameter set of H.264 (ITU-T H.264 section 7.3.2.1).

use crate::bits::Bits;

/// Bytes of a set looked at: sizes stand before the longest fields.
const BYTES: usize = 64;

/// Profiles with chroma fields.
const HIGH: [u8; 8] = [100, 110, 122, 244, 44, 83, 86, 118];

/// Width and height of the picture that the unit with this header and set tells; sets with scaling matrices tell none.
pub(crate) fn size(unit: &[u8]) -> Option<(u16, u16)> {
    let mut buffer = [0; BYTES];
    let len = unescape(unit.get(1..)?, &mut buffer);
    let set = &buffer[..len];
    let profile = *set.first()?;
    // profile_idc, constraint flags, level_idc.
    let mut bits = Bits::new(set.get(3..)?);
    bits.exp_golomb()?;
    let chroma = if HIGH.contains(&profile) {
        high_profile(&mut bits)?
    } else {
        1
    };
    bits.exp_golomb()?;
    picture_order(&mut bits)?;
    // max_num_ref_frames, gaps_in_frame_num_value_allowed_flag.
    bits.exp_golomb()?;
    bits.flag()?;
    dimensions(&mut bits, chroma)
}

/// Drops the byte 3 after two zeros (section 7.4.1); the bytes that are left.
fn unescape(unit: &[u8], buffer: &mut [u8; BYTES]) -> usize {
    let (mut len, mut zeros) = (0, 0);
    for byte in unit {
        if zeros >= 2 && *byte == 3 {
            zeros = 0;
            continue;
        }
        let Some(slot) = buffer.get_mut(len) else {
            break;
        };
        *slot = *byte;
        len += 1;
        zeros = if *byte == 0 { zeros + 1 } else { 0 };
    }
    len
}

/// chroma_format_idc.
fn high_profile(bits: &mut Bits<'_>) -> Option<u32> {
    let chroma = bits.exp_golomb()?;
    if chroma == 3 {
        bits.flag()?;
    }
    // Bit depths of luma and chroma, qpprime_y_zero_transform_bypass_flag.
    bits.exp_golomb()?;
    bits.exp_golomb()?;
    bits.flag()?;
    let has_matrices = bits.flag()?;
    (!has_matrices).then_some(chroma)
}

fn picture_order(bits: &mut Bits<'_>) -> Option<()> {
    match bits.exp_golomb()? {
        0 => bits.exp_golomb().map(drop),
        1 => {
            bits.flag()?;
            bits.exp_golomb()?;
            bits.exp_golomb()?;
            for _ in 0..bits.exp_golomb()? {
                bits.exp_golomb()?;
            }
            Some(())
        }
        _ => Some(()),
    }
}

/// Macroblocks of 16 pixels, less what is cropped (equations 7-13 to 7-22).
fn dimensions(bits: &mut Bits<'_>, chroma: u32) -> Option<(u16, u16)> {
    let (width, height) = (bits.exp_golomb()?, bits.exp_golomb()?);
    let is_progressive = bits.flag()?;
    if !is_progressive {
        bits.flag()?;
    }
    bits.flag()?;
    let fields = 2 - u32::from(is_progressive);
    let unit = (
        1 + u32::from(matches!(chroma, 1 | 2)),
        (1 + u32::from(chroma == 1)) * fields,
    );
    let (mut cropped_x, mut cropped_y) = (0, 0);
    if bits.flag()? {
        cropped_x = crop(bits, unit.0)?;
        cropped_y = crop(bits, unit.1)?;
    }
    Some((pixels(width, 1, cropped_x)?, pixels(height, fields, cropped_y)?))
}

/// Both sides of one direction.
fn crop(bits: &mut Bits<'_>, unit: u32) -> Option<u32> {
    bits.exp_golomb()?
        .checked_add(bits.exp_golomb()?)?
        .checked_mul(unit)
}

fn pixels(blocks_minus_1: u32, fields: u32, cropped: u32) -> Option<u16> {
    let whole = blocks_minus_1.checked_add(1)?.checked_mul(16 * fields)?;
    u16::try_from(whole.checked_sub(cropped)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_real_encoders() {
        // Baseline 640x480; High 1920x1080, cropped from 1088, with an escape before its frame rate.
        let baseline = [0x67, 0x42, 0xc0, 0x1e, 0xd9, 0x00, 0xa0, 0x3d, 0xa1];
        assert_eq!(size(&baseline), Some((640, 480)));
        let high = [
            0x67, 0x64, 0x00, 0x28, 0xac, 0xd9, 0x40, 0x78, 0x02, 0x27, 0xe5, 0xc0, 0x44, 0x00, 0x00, 0x03,
        ];
        assert_eq!(size(&high), Some((1920, 1080)));
    }

    #[test]
    fn fields_count_twice() {
        // 720 by 18 pairs of macroblock rows, less two crop units of four lines.
        let interlaced = [0x67, 0x42, 0x00, 0x1e, 0xda, 0x02, 0xd0, 0x91, 0xf6];
        assert_eq!(size(&interlaced), Some((720, 568)));
    }

    #[test]
    fn every_cut_tells_nothing() {
        let baseline = [0x67, 0x42, 0xc0, 0x1e, 0xd9, 0x00, 0xa0, 0x3d];
        for len in 0..baseline.len() - 1 {
            assert_eq!(size(&baseline[..len]), None);
        }
    }

    #[test]
    fn escapes_are_dropped() {
        let mut buffer = [0; BYTES];
        let len = unescape(&[1, 0, 0, 3, 1, 0, 0, 0, 3], &mut buffer);
        assert_eq!(buffer[..len], [1, 0, 0, 1, 0, 0, 0]);
    }
}
