//! Payloads whose every byte follows from their first ones, so that a changed one is known.

/// First byte of an Opus packet: one frame of 20 ms (RFC 6716 section 3.1).
const OPUS_CONFIGURATION: u8 = 0x78;
/// Start of a VP8 partition (RFC 7741 section 4.2).
const VP8_START: u8 = 0x10;
/// A VP8 frame header with its inverse key frame flag at 0: each picture is a keyframe (RFC 6386 section 9.1).
const VP8_KEYFRAME: u8 = 0;
const SOUND_LEN: usize = 80;
const PICTURE_LEN: usize = 600;

/// The payload of the packet of sound with this number.
pub(crate) fn sound(number: u32) -> Vec<u8> {
    filled(&[OPUS_CONFIGURATION, 1], number, SOUND_LEN)
}

/// The payload of the picture with this number.
pub(crate) fn picture(number: u32) -> Vec<u8> {
    filled(&[VP8_START, VP8_KEYFRAME], number, PICTURE_LEN)
}

/// Whether a payload came as it was made.
pub(crate) fn is_whole(payload: &[u8], is_video: bool) -> bool {
    let Some(number) = payload.get(2..6).and_then(|bytes| bytes.try_into().ok()) else {
        return false;
    };
    let number = u32::from_be_bytes(number);
    let made = if is_video { picture(number) } else { sound(number) };
    payload == made
}

fn filled(head: &[u8; 2], number: u32, len: usize) -> Vec<u8> {
    let mut payload = head.to_vec();
    payload.extend(number.to_be_bytes());
    payload.extend((payload.len()..len).map(|at| (at as u8) ^ (number as u8)));
    payload
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_or_cut_is_not_whole() {
        for (payload, is_video) in [(sound(7), false), (picture(70_000), true)] {
            assert!(is_whole(&payload, is_video));
            assert!(!is_whole(&payload, !is_video));
            assert!(!is_whole(&payload[..payload.len() - 1], is_video));
            let mut changed = payload;
            changed[50] ^= 1;
            assert!(!is_whole(&changed, is_video));
        }
        assert!(!is_whole(&[], true));
    }
}
