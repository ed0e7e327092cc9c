//! Unbroken VP8 picture numbers over switches of the source.

use super::{Descriptor, PictureId};

/// Bits of a PictureID that counts: receivers count in 15 even when fewer are sent.
const PICTURE_ID_MASK: u16 = 0x7fff;

/// Numbers the pictures that one receiver gets from changing sources.
#[derive(Clone, Copy, Default, Debug)]
pub struct Vp8Rewriter {
    mapping: Vp8Mapping,
    last_picture_id: Option<u16>,
    last_tl0_pic_idx: Option<u8>,
    switched: Switched,
}

/// Fields of the new source that have not been seen yet.
#[derive(Clone, Copy, Default, Debug)]
struct Switched {
    picture_id: bool,
    tl0_pic_idx: bool,
}

/// What is added to the numbers of one source; keep it with the packets sent to send one of them again as it was.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Vp8Mapping {
    picture_id: u16,
    tl0_pic_idx: u8,
}

impl Vp8Rewriter {
    /// The next payload is of another source: the first of a keyframe.
    pub fn switch(&mut self) {
        self.switched = Switched {
            picture_id: true,
            tl0_pic_idx: true,
        };
    }

    /// Rewrites a payload of the current source in place; leaves one without a whole descriptor as it is.
    pub fn rewrite(&mut self, payload: &mut [u8]) {
        let Some(descriptor) = Descriptor::parse(payload) else {
            return;
        };
        if let Some(picture_id) = descriptor.picture_id {
            self.follow_picture_id(picture_id);
        }
        if let Some((value, _)) = descriptor.tl0_pic_idx {
            self.follow_tl0_pic_idx(value);
        }
        self.mapping.write(&descriptor, payload);
    }

    /// What the current source's numbers become.
    #[must_use]
    pub fn mapping(&self) -> Vp8Mapping {
        self.mapping
    }

    fn follow_picture_id(&mut self, picture_id: PictureId) {
        if std::mem::take(&mut self.switched.picture_id)
            && let Some(last) = self.last_picture_id
        {
            self.mapping.picture_id = last.wrapping_add(1).wrapping_sub(picture_id.value);
        }
        let sent = self.mapping.picture_id.wrapping_add(picture_id.value);
        let last = *self.last_picture_id.get_or_insert(sent);
        // Seven bits go round every 128 pictures, so they tell only how far the picture is from the last.
        let bits = if picture_id.is_15_bit { 15 } else { 7 };
        let ahead = sent.wrapping_sub(last) & ((1 << bits) - 1);
        if ahead < 1 << (bits - 1) {
            self.last_picture_id = Some(last.wrapping_add(ahead) & PICTURE_ID_MASK);
        }
    }

    fn follow_tl0_pic_idx(&mut self, value: u8) {
        if std::mem::take(&mut self.switched.tl0_pic_idx)
            && let Some(last) = self.last_tl0_pic_idx
        {
            self.mapping.tl0_pic_idx = last.wrapping_add(1).wrapping_sub(value);
        }
        let sent = self.mapping.tl0_pic_idx.wrapping_add(value);
        let last = *self.last_tl0_pic_idx.get_or_insert(sent);
        if sent.wrapping_sub(last) < 1 << 7 {
            self.last_tl0_pic_idx = Some(sent);
        }
    }
}

impl Vp8Mapping {
    /// Rewrites a payload of the source that the mapping was made for, in place.
    pub fn apply(&self, payload: &mut [u8]) {
        if let Some(descriptor) = Descriptor::parse(payload) {
            self.write(&descriptor, payload);
        }
    }

    /// Each field keeps its width, so the payload keeps its length.
    fn write(&self, descriptor: &Descriptor, payload: &mut [u8]) {
        if let Some(PictureId {
            value,
            is_15_bit,
            offset,
        }) = descriptor.picture_id
        {
            let sent = self.picture_id.wrapping_add(value);
            if is_15_bit {
                let field = 0x8000 | (sent & PICTURE_ID_MASK);
                payload[offset..offset + 2].copy_from_slice(&field.to_be_bytes());
            } else {
                payload[offset] = (sent & 0x7f) as u8;
            }
        }
        if let Some((value, offset)) = descriptor.tl0_pic_idx {
            payload[offset] = self.tl0_pic_idx.wrapping_add(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wide(picture_id: u16, tl0_pic_idx: u8) -> Vec<u8> {
        let [high, low] = (0x8000 | picture_id).to_be_bytes();
        vec![0x90, 0xe0, high, low, tl0_pic_idx, 0x20, 0xaa]
    }

    fn narrow(picture_id: u8) -> Vec<u8> {
        vec![0x90, 0x80, picture_id, 0xaa]
    }

    /// PictureID and TL0PICIDX as a receiver sees them.
    fn sent(rewriter: &mut Vp8Rewriter, mut payload: Vec<u8>) -> (Option<u16>, Option<u8>) {
        let len = payload.len();
        rewriter.rewrite(&mut payload);
        assert_eq!((payload.len(), payload[len - 1]), (len, 0xaa));
        let descriptor = Descriptor::parse(&payload).unwrap();
        (
            descriptor.picture_id.map(|id| id.value),
            descriptor.tl0_pic_idx.map(|(value, _)| value),
        )
    }

    #[test]
    fn the_first_source_is_left_alone() {
        let mut rewriter = Vp8Rewriter::default();
        rewriter.switch();
        assert_eq!(sent(&mut rewriter, wide(0x7ffe, 200)), (Some(0x7ffe), Some(200)));
        assert_eq!(rewriter.mapping(), Vp8Mapping::default());
    }

    #[test]
    fn a_switch_goes_on_by_one_across_the_wrap() {
        let mut rewriter = Vp8Rewriter::default();
        sent(&mut rewriter, wide(0x7fff, 255));
        rewriter.switch();
        assert_eq!(sent(&mut rewriter, wide(500, 9)), (Some(0), Some(0)));
        assert_eq!(sent(&mut rewriter, wide(500, 9)), (Some(0), Some(0)));
        assert_eq!(sent(&mut rewriter, wide(502, 10)), (Some(2), Some(1)));
        // A late packet keeps its distance; what comes after the next switch counts from the highest.
        assert_eq!(sent(&mut rewriter, wide(501, 9)), (Some(1), Some(0)));
        rewriter.switch();
        assert_eq!(sent(&mut rewriter, wide(7, 7)), (Some(3), Some(2)));
    }

    #[test]
    fn seven_bits_stay_seven_bits() {
        let mut rewriter = Vp8Rewriter::default();
        sent(&mut rewriter, wide(0x0fff, 1));
        rewriter.switch();
        assert_eq!(sent(&mut rewriter, narrow(100)), (Some(0), None));
        for picture in 101..128 {
            sent(&mut rewriter, narrow(picture));
        }
        assert_eq!(sent(&mut rewriter, narrow(3)), (Some(31), None));
        rewriter.switch();
        assert_eq!(sent(&mut rewriter, wide(5, 77)), (Some(0x1020), Some(2)));
    }

    #[test]
    fn a_source_without_numbers_keeps_the_place() {
        let mut rewriter = Vp8Rewriter::default();
        sent(&mut rewriter, wide(10, 20));
        rewriter.switch();
        assert_eq!(sent(&mut rewriter, vec![0x10, 0xaa]), (None, None));
        rewriter.switch();
        assert_eq!(sent(&mut rewriter, wide(900, 90)), (Some(11), Some(21)));
    }

    #[test]
    fn tl0_may_appear_later_than_the_picture_id() {
        let mut rewriter = Vp8Rewriter::default();
        sent(&mut rewriter, narrow(10));
        rewriter.switch();
        assert_eq!(sent(&mut rewriter, wide(10, 20)), (Some(11), Some(20)));
        assert_eq!(sent(&mut rewriter, wide(11, 21)), (Some(12), Some(21)));
    }

    #[test]
    fn a_kept_mapping_rewrites_as_before() {
        let mut rewriter = Vp8Rewriter::default();
        sent(&mut rewriter, wide(10, 20));
        rewriter.switch();
        sent(&mut rewriter, wide(100, 100));
        let mapping = rewriter.mapping();
        rewriter.switch();
        sent(&mut rewriter, wide(5_000, 5));
        let mut again = wide(100, 100);
        mapping.apply(&mut again);
        assert_eq!(again, wide(11, 21));
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic_or_change_the_bitstream(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..12), 0..50)
        ) {
            let mut rewriter = Vp8Rewriter::default();
            for payload in payloads {
                let mut rewritten = payload.clone();
                rewriter.rewrite(&mut rewritten);
                let (before, after) = (Descriptor::parse(&payload), Descriptor::parse(&rewritten));
                prop_assert_eq!(before.map(|d| d.len), after.map(|d| d.len));
                if let Some(descriptor) = before {
                    prop_assert_eq!(&payload[descriptor.len..], &rewritten[descriptor.len..]);
                }
                rewriter.switch();
            }
        }

        #[test]
        fn a_receiver_sees_one_unbroken_count(
            sources in prop::collection::vec((0_u16..0x8000, any::<u8>(), 1_u16..40), 1..20)
        ) {
            let mut rewriter = Vp8Rewriter::default();
            let mut expected = None;
            for (first_picture, first_tl0, pictures) in sources {
                rewriter.switch();
                for picture in 0..pictures {
                    let id = first_picture.wrapping_add(picture) & 0x7fff;
                    let seen = sent(&mut rewriter, wide(id, first_tl0.wrapping_add(picture as u8)));
                    let (next_id, next_tl0) = expected.unwrap_or((id, first_tl0));
                    prop_assert_eq!(seen, (Some(next_id), Some(next_tl0)));
                    expected = Some(((next_id + 1) & 0x7fff, next_tl0.wrapping_add(1)));
                }
            }
        }
    }
}
