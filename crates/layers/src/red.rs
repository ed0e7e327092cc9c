//! Redundant audio payloads (RFC 2198).

use std::ops::Range;

/// Before each redundant block: F, payload type, 14 bits of timestamp offset, 10 bits of length.
const HEADER: usize = 4;

/// Older blocks that are carried at most.
const REDUNDANT: usize = 2;

const MAX_OFFSET: u32 = (1 << 14) - 1;

const MAX_LEN: usize = (1 << 10) - 1;

/// One encoded stretch of sound.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// 7 bits.
    pub payload_type: u8,
    /// How much older than the packet, in ticks of the RTP clock; 0 for the primary.
    pub timestamp_offset: u16,
    /// Where its bytes stand in the payload.
    pub range: Range<usize>,
}

/// The newest block, which the packet's timestamp belongs to; nothing if the payload is malformed.
#[must_use]
pub fn primary(payload: &[u8]) -> Option<Block> {
    let (headers, start) = layout(payload)?;
    Some(Block {
        payload_type: payload.get(headers)? & 0x7f,
        timestamp_offset: 0,
        range: start..payload.len(),
    })
}

/// The older blocks, oldest first as they stand; none if the payload is malformed.
pub fn redundant(payload: &[u8]) -> impl Iterator<Item = Block> + '_ {
    let headers = layout(payload).map_or(0, |(headers, _)| headers);
    payload[..headers]
        .chunks_exact(HEADER)
        .scan(headers + 1, |start, header| {
            let from = *start;
            *start += length(header);
            Some(Block {
                payload_type: header[0] & 0x7f,
                timestamp_offset: u16::from_be_bytes([header[1], header[2]]) >> 2,
                range: from..*start,
            })
        })
}

/// Bytes of the redundant blocks' headers, then where the primary block starts.
fn layout(payload: &[u8]) -> Option<(usize, usize)> {
    let (mut headers, mut blocks) = (0, 0);
    while payload.get(headers)? & 0x80 != 0 {
        blocks += length(payload.get(headers..headers + HEADER)?);
        headers += HEADER;
    }
    let start = headers + 1 + blocks;
    (start <= payload.len()).then_some((headers, start))
}

fn length(header: &[u8]) -> usize {
    usize::from(u16::from_be_bytes([header[2], header[3]]) & 0x03ff)
}

/// An older payload that is sent once more.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'a> {
    /// How much older than the primary, in ticks of the RTP clock.
    pub timestamp_offset: u32,
    /// Its bytes.
    pub payload: &'a [u8],
}

impl Earlier<'_> {
    /// None: it is left out.
    pub const NONE: Self = Earlier {
        timestamp_offset: 0,
        payload: &[],
    };

    /// Whether the header's fields can tell it.
    fn fits(&self) -> bool {
        (1..=MAX_OFFSET).contains(&self.timestamp_offset) && (1..=MAX_LEN).contains(&self.payload.len())
    }
}

/// Writes a payload of the primary with up to two earlier ones, oldest first, all of one payload type; its length.
///
/// Leaves out earlier ones that are empty, too old or too long to be told. Nothing if `out` is too short.
#[must_use]
pub fn write(out: &mut [u8], payload_type: u8, primary: &[u8], earlier: &[Earlier<'_>]) -> Option<usize> {
    let kept = || earlier.iter().filter(|block| block.fits()).take(REDUNDANT);
    let mut rest = Rest { out, len: 0 };
    for block in kept() {
        let fields = block.timestamp_offset << 10 | block.payload.len() as u32;
        let [_, offset, middle, len] = fields.to_be_bytes();
        rest.put(&[0x80 | payload_type, offset, middle, len])?;
    }
    rest.put(&[payload_type & 0x7f])?;
    for block in kept() {
        rest.put(block.payload)?;
    }
    rest.put(primary)?;
    Some(rest.len)
}

/// Gives all blocks another payload type, in place; a malformed payload stays as it is.
pub fn renumber(payload: &mut [u8], payload_type: u8) {
    let Some((headers, _)) = layout(payload) else {
        return;
    };
    for at in (0..=headers).step_by(HEADER) {
        payload[at] = payload[at] & 0x80 | payload_type & 0x7f;
    }
}

struct Rest<'a> {
    out: &'a mut [u8],
    len: usize,
}

impl Rest<'_> {
    fn put(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.len + bytes.len();
        self.out.get_mut(self.len..end)?.copy_from_slice(bytes);
        self.len = end;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn earlier(timestamp_offset: u32, payload: &[u8]) -> Earlier<'_> {
        Earlier {
            timestamp_offset,
            payload,
        }
    }

    #[test]
    fn the_example_by_hand() {
        let mut out = [0; 64];
        let len = write(
            &mut out,
            111,
            &[3, 3, 3],
            &[earlier(1920, &[1]), earlier(960, &[2, 2])],
        )
        .unwrap();
        let expected = [0xef, 0x1e, 0x00, 1, 0xef, 0x0f, 0x00, 2, 111, 1, 2, 2, 3, 3, 3];
        assert_eq!(&out[..len], &expected);
        let block = |timestamp_offset, range| Block {
            payload_type: 111,
            timestamp_offset,
            range,
        };
        assert_eq!(primary(&expected), Some(block(0, 12..15)));
        let older: Vec<_> = redundant(&expected).collect();
        assert_eq!(older, [block(1920, 9..10), block(960, 10..12)]);
    }

    #[test]
    fn what_cannot_be_told_is_left_out() {
        let mut out = [0; 2048];
        let long = [0; 1024];
        let blocks = [
            earlier(1 << 14, &[1]),
            earlier(960, &[]),
            earlier(960, &long),
            earlier(0, &[1]),
        ];
        assert_eq!(write(&mut out, 111, &[7], &blocks), Some(2));
        assert_eq!(out[..2], [111, 7]);
        assert_eq!(write(&mut out[..1], 111, &[7], &[]), None);
    }

    #[test]
    fn lengths_that_lie_are_malformed() {
        for payload in [
            &[][..],
            &[0x80 | 111, 0, 0],
            &[0xef, 0, 0, 2, 111, 1],
            &[0xef, 0, 0, 0],
        ] {
            assert_eq!(primary(payload), None);
            assert_eq!(redundant(payload).count(), 0);
        }
        assert_eq!(primary(&[111]).map(|block| block.range), Some(1..1));
    }

    proptest! {
        #[test]
        fn random_bytes_give_only_ranges_inside(payload in prop::collection::vec(any::<u8>(), 0..60)) {
            renumber(&mut payload.clone(), 111);
            let main = primary(&payload);
            for block in redundant(&payload).chain(main) {
                prop_assert!(payload.get(block.range).is_some());
            }
        }

        #[test]
        fn what_is_written_is_read(
            main in prop::collection::vec(any::<u8>(), 0..40),
            older in prop::collection::vec((1_u32..1 << 14, prop::collection::vec(any::<u8>(), 1..40)), 0..3),
        ) {
            let mut out = [0; 256];
            let blocks: Vec<_> = older.iter().map(|(offset, bytes)| earlier(*offset, bytes)).collect();
            let len = write(&mut out, 63, &main, &blocks).unwrap();
            renumber(&mut out[..len], 109);
            let types = redundant(&out[..len]).chain(primary(&out[..len])).map(|block| block.payload_type);
            prop_assert!(types.eq(std::iter::repeat_n(109, older.len() + 1)));
            let read: Vec<_> = redundant(&out[..len])
                .map(|block| (u32::from(block.timestamp_offset), out[block.range].to_vec()))
                .collect();
            prop_assert_eq!(read, older);
            prop_assert_eq!(&out[primary(&out[..len]).unwrap().range], &main[..]);
        }
    }
}
