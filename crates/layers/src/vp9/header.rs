//! The uncompressed header of a VP9 keyframe (VP9 bitstream specification section 6.2).

use crate::bits::Bits;

const SYNC_CODE: u32 = 0x49_8342;

/// sRGB has no range bit; real-time encoders do not send it.
const SRGB: u32 = 7;

/// Width and height of a keyframe of profile 0.
pub(crate) fn size(frame: &[u8]) -> Option<(u16, u16)> {
    let mut bits = Bits::new(frame);
    let is_plain = bits.number(2)? == 2 && bits.number(2)? == 0;
    let (shows_existing, is_inter) = (bits.flag()?, bits.flag()?);
    // show_frame, error_resilient_mode.
    bits.skip(2)?;
    if !is_plain || shows_existing || is_inter || bits.number(24)? != SYNC_CODE || bits.number(3)? == SRGB {
        return None;
    }
    // color_range.
    bits.skip(1)?;
    let (width, height) = (bits.number(16)? as u16, bits.number(16)? as u16);
    Some((width.checked_add(1)?, height.checked_add(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1280x720.
    const KEYFRAME: [u8; 9] = [0x82, 0x49, 0x83, 0x42, 0x20, 0x4f, 0xf0, 0x2c, 0xf0];

    #[test]
    fn a_keyframe_tells_its_size() {
        assert_eq!(size(&KEYFRAME), Some((1280, 720)));
    }

    #[test]
    fn other_frames_do_not() {
        // Profile 2, shown again, predicted, no sync code, sRGB.
        for (at, byte) in [(0, 0x92), (0, 0x8a), (0, 0x86), (2, 0x84), (4, 0xe0)] {
            let mut frame = KEYFRAME;
            frame[at] = byte;
            assert_eq!(size(&frame), None);
        }
        for len in 0..KEYFRAME.len() {
            assert_eq!(size(&KEYFRAME[..len]), None);
        }
    }
}
