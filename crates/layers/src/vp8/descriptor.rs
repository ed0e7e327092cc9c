//! The VP8 payload descriptor (RFC 7741 section 4.2).

/// The running number of a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct PictureId {
    /// 7 or 15 bits, wrapping.
    pub(crate) value: u16,
    /// Whether it has 15 bits, in two bytes.
    pub(crate) is_15_bit: bool,
    /// Of its first byte in the payload.
    pub(crate) offset: usize,
}

/// Where a picture stands among the temporal layers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TemporalLayer {
    /// TID: 0 is the base layer. `None` when only the key frame index was sent.
    pub(crate) id: Option<u8>,
    /// Y: the picture depends on the base layer alone, a receiver may switch up to this layer here.
    pub(crate) layer_sync: bool,
    /// KEYIDX.
    pub(crate) key_index: Option<u8>,
}

/// What stands before the VP8 bitstream in a packet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Descriptor {
    /// No other picture depends on this one.
    pub(crate) non_reference: bool,
    /// A partition starts with this packet.
    pub(crate) start_of_partition: bool,
    /// Of the partition; 0 comes first in a picture.
    pub(crate) partition: u8,
    /// The picture's running number, if sent.
    pub(crate) picture_id: Option<PictureId>,
    /// TL0PICIDX, the running number of base layer pictures, with its offset in the payload, if sent.
    pub(crate) tl0_pic_idx: Option<(u8, usize)>,
    /// The picture's temporal layer, if sent.
    pub(crate) temporal: Option<TemporalLayer>,
    /// Bytes of the descriptor: the bitstream follows.
    pub(crate) len: usize,
}

impl Descriptor {
    /// Reads the descriptor at the start of a payload, however short; `None` if it is cut off.
    #[must_use]
    pub(crate) fn parse(payload: &[u8]) -> Option<Self> {
        let mut reader = Reader { payload, at: 0 };
        let first = reader.byte()?;
        let extensions = if first & 0x80 != 0 { reader.byte()? } else { 0 };
        let picture_id = if extensions & 0x80 != 0 {
            Some(reader.picture_id()?)
        } else {
            None
        };
        let tl0_pic_idx = if extensions & 0x40 != 0 {
            let offset = reader.at;
            Some((reader.byte()?, offset))
        } else {
            None
        };
        let temporal = if extensions & 0x30 != 0 {
            Some(TemporalLayer::new(extensions, reader.byte()?))
        } else {
            None
        };
        Some(Self {
            non_reference: first & 0x20 != 0,
            start_of_partition: first & 0x10 != 0,
            partition: first & 0x07,
            picture_id,
            tl0_pic_idx,
            temporal,
            len: reader.at,
        })
    }

    /// Whether the packet is the first of its picture.
    #[must_use]
    pub(crate) fn starts_picture(&self) -> bool {
        self.start_of_partition && self.partition == 0
    }
}

impl TemporalLayer {
    fn new(extensions: u8, byte: u8) -> Self {
        let has_id = extensions & 0x20 != 0;
        Self {
            id: has_id.then_some(byte >> 6),
            layer_sync: has_id && byte & 0x20 != 0,
            key_index: (extensions & 0x10 != 0).then_some(byte & 0x1f),
        }
    }
}

struct Reader<'a> {
    payload: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.payload.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn picture_id(&mut self) -> Option<PictureId> {
        let offset = self.at;
        let first = self.byte()?;
        let is_15_bit = first & 0x80 != 0;
        let high = u16::from(first & 0x7f);
        let value = if is_15_bit {
            high << 8 | u16::from(self.byte()?)
        } else {
            high
        };
        Some(PictureId {
            value,
            is_15_bit,
            offset,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FULL: [u8; 6] = [0xb2, 0xf0, 0x92, 0x34, 0x56, 0x65];

    #[test]
    fn every_field() {
        let descriptor = Descriptor {
            non_reference: true,
            start_of_partition: true,
            partition: 2,
            picture_id: Some(PictureId {
                value: 0x1234,
                is_15_bit: true,
                offset: 2,
            }),
            tl0_pic_idx: Some((0x56, 4)),
            temporal: Some(TemporalLayer {
                id: Some(1),
                layer_sync: true,
                key_index: Some(5),
            }),
            len: 6,
        };
        assert_eq!(Descriptor::parse(&FULL), Some(descriptor));
    }

    #[test]
    fn every_cut_is_none() {
        for len in 0..FULL.len() {
            assert_eq!(Descriptor::parse(&FULL[..len]), None);
        }
    }

    #[test]
    fn short_payloads_are_legal() {
        let bare = Descriptor::parse(&[0x10]).unwrap();
        assert_eq!((bare.len, bare.starts_picture()), (1, true));
        let seven_bit = Descriptor::parse(&[0x80, 0x80, 0x7f]).unwrap();
        let picture_id = seven_bit.picture_id.unwrap();
        assert_eq!(
            (picture_id.value, picture_id.is_15_bit, seven_bit.len),
            (127, false, 3)
        );
    }

    #[test]
    fn a_key_index_alone_says_no_layer() {
        let descriptor = Descriptor::parse(&[0x80, 0x10, 0xe7]).unwrap();
        let temporal = descriptor.temporal.unwrap();
        assert_eq!(
            (temporal.id, temporal.layer_sync, temporal.key_index),
            (None, false, Some(7))
        );
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(payload in prop::collection::vec(any::<u8>(), 0..20)) {
            if let Some(descriptor) = Descriptor::parse(&payload) {
                prop_assert!(descriptor.len <= payload.len());
            }
        }
    }
}
