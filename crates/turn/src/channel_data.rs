//! Data with a channel's number in front (RFC 8656 section 12.4).

use crate::framing::CHANNEL_HEADER;
use std::ops::Range;

/// Channel numbers that a client may bind (RFC 8656 section 12).
pub(crate) const CHANNELS: std::ops::RangeInclusive<u16> = 0x4000..=0x4FFF;

/// The number of the channel with the place of the data; nothing for a message cut short. Bytes after the data are padding.
pub(crate) fn read(message: &[u8]) -> Option<(u16, Range<usize>)> {
    let ([a, b, c, d], rest) = message.split_first_chunk::<CHANNEL_HEADER>()?;
    let length = usize::from(u16::from_be_bytes([*c, *d]));
    let number = u16::from_be_bytes([*a, *b]);
    (CHANNELS.contains(&number) && length <= rest.len())
        .then_some((number, CHANNEL_HEADER..CHANNEL_HEADER + length))
}

/// Writes the message to `place`, padded where it goes by a stream; how much of it is used.
pub(crate) fn write(number: u16, data: &[u8], is_padded: bool, place: &mut [u8]) -> Option<usize> {
    let length = u16::try_from(data.len()).ok()?;
    let end = CHANNEL_HEADER + data.len();
    let padded = if is_padded { end.next_multiple_of(4) } else { end };
    let place = place.get_mut(..padded)?;
    place[..2].copy_from_slice(&number.to_be_bytes());
    place[2..4].copy_from_slice(&length.to_be_bytes());
    place[CHANNEL_HEADER..end].copy_from_slice(data);
    place[end..].fill(0);
    Some(padded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framing::frame;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn data_come_out_as_they_went_in(number in CHANNELS, data in prop::collection::vec(any::<u8>(), 0..64), is_padded: bool) {
            let mut place = [9; 80];
            let len = write(number, &data, is_padded, &mut place).unwrap();
            let (read_number, range) = read(&place[..len]).unwrap();
            prop_assert_eq!((read_number, &place[range]), (number, &data[..]));
            let frame = frame([place[0], place[1], place[2], place[3]]).unwrap();
            prop_assert_eq!(if is_padded { frame.padded } else { frame.message }, len);
        }

        #[test]
        fn any_bytes_are_read_within_their_bounds(message in prop::collection::vec(any::<u8>(), 0..40), place in 0..40_usize) {
            if let Some((number, range)) = read(&message) {
                prop_assert!(CHANNELS.contains(&number) && range.end <= message.len());
            }
            write(0x4000, &message, true, &mut vec![0; place]);
        }
    }
}
