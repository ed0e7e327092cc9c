//! The VP9 payload descriptor (RFC 9628 section 4.2).

use crate::place::References;

/// The running number of a picture, one for the frames of all its spatial layers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct PictureId {
    /// 7 or 15 bits, wrapping.
    pub(crate) value: u16,
    pub(crate) is_15_bit: bool,
}

/// What stands before the VP9 bitstream in a packet.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Descriptor {
    pub(crate) picture_id: Option<PictureId>,
    /// P: from other pictures.
    pub(crate) inter_predicted: bool,
    /// B.
    pub(crate) starts_frame: bool,
    /// E.
    pub(crate) ends_frame: bool,
    /// TID.
    pub(crate) temporal: u8,
    /// SID.
    pub(crate) spatial: u8,
    /// U.
    pub(crate) switching_up: bool,
    /// D: from the spatial layer below.
    pub(crate) inter_layer: bool,
    /// With its offset in the payload.
    pub(crate) tl0_pic_idx: Option<(u8, usize)>,
    /// Distances to the pictures predicted from, told in flexible mode.
    pub(crate) references: Option<References>,
    /// Of the highest spatial layer, where the scalability structure tells.
    pub(crate) size: Option<(u16, u16)>,
    /// Bytes of the descriptor: the bitstream follows.
    pub(crate) len: usize,
}

impl Descriptor {
    /// Reads the descriptor at the start of a payload; `None` if it is cut off.
    pub(crate) fn parse(payload: &[u8]) -> Option<Self> {
        let mut rest = Rest { payload, at: 0 };
        let flags = rest.byte()?;
        let has = |mask: u8| flags & mask != 0;
        let mut descriptor = Self {
            inter_predicted: has(0x40),
            starts_frame: has(0x08),
            ends_frame: has(0x04),
            ..Self::default()
        };
        if has(0x80) {
            descriptor.picture_id = Some(rest.picture_id()?);
        }
        let is_flexible = has(0x10);
        if has(0x20) {
            descriptor.read_layers(&mut rest, is_flexible)?;
        }
        if is_flexible {
            descriptor.references = Some(rest.references(descriptor.inter_predicted)?);
        }
        if has(0x02) {
            descriptor.size = rest.scalability_structure()?;
        }
        descriptor.len = rest.at;
        Some(descriptor)
    }

    fn read_layers(&mut self, rest: &mut Rest<'_>, is_flexible: bool) -> Option<()> {
        let layers = rest.byte()?;
        self.temporal = layers >> 5;
        self.switching_up = layers & 0x10 != 0;
        self.spatial = layers >> 1 & 0x07;
        self.inter_layer = layers & 0x01 != 0;
        if !is_flexible {
            let offset = rest.at;
            self.tl0_pic_idx = Some((rest.byte()?, offset));
        }
        Some(())
    }
}

struct Rest<'a> {
    payload: &'a [u8],
    at: usize,
}

impl Rest<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.payload.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn double(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes([self.byte()?, self.byte()?]))
    }

    fn picture_id(&mut self) -> Option<PictureId> {
        let first = self.byte()?;
        let is_15_bit = first & 0x80 != 0;
        let high = u16::from(first & 0x7f);
        let value = if is_15_bit {
            high << 8 | u16::from(self.byte()?)
        } else {
            high
        };
        Some(PictureId { value, is_15_bit })
    }

    /// Up to three P_DIFF, each with the bit that says whether another follows.
    fn references(&mut self, inter_predicted: bool) -> Option<References> {
        let mut references = References::default();
        let mut follows = inter_predicted;
        for _ in 0..3 {
            if !follows {
                break;
            }
            let byte = self.byte()?;
            references.push(u16::from(byte >> 1));
            follows = byte & 1 != 0;
        }
        Some(references)
    }

    /// Section 4.2.1. The size of the last layer, if sizes are told; the picture group is passed over.
    fn scalability_structure(&mut self) -> Option<Option<(u16, u16)>> {
        let flags = self.byte()?;
        let mut size = None;
        if flags & 0x10 != 0 {
            for _ in 0..=flags >> 5 {
                size = Some((self.double()?, self.double()?));
            }
        }
        if flags & 0x08 != 0 {
            for _ in 0..self.byte()? {
                let references = self.byte()? >> 2 & 0x03;
                for _ in 0..references {
                    self.byte()?;
                }
            }
        }
        Some(size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn references(distances: &[u16]) -> References {
        let mut references = References::default();
        distances.iter().for_each(|distance| references.push(*distance));
        references
    }

    #[test]
    fn flexible_mode_tells_distances() {
        // I P L F E, PictureID 0x1234, TID 2 U SID 1 D, P_DIFF 1 and 4.
        let payload = [0xf4, 0x92, 0x34, 0x53, 0x03, 0x08, 0xaa];
        let descriptor = Descriptor {
            picture_id: Some(PictureId {
                value: 0x1234,
                is_15_bit: true,
            }),
            inter_predicted: true,
            ends_frame: true,
            temporal: 2,
            spatial: 1,
            switching_up: true,
            inter_layer: true,
            references: Some(references(&[1, 4])),
            len: 6,
            ..Descriptor::default()
        };
        assert_eq!(Descriptor::parse(&payload), Some(descriptor));
    }

    #[test]
    fn a_scalability_structure_tells_the_largest_size() {
        // I L B V, PictureID 5, layer 0, TL0PICIDX 9; two sizes, a group of two pictures, the second with one reference.
        let payload = [
            0xaa, 0x05, 0x00, 0x09, 0x38, 0x01, 0x40, 0x00, 0xb4, 0x02, 0x80, 0x01, 0x68, 0x02, 0x00, 0x24,
            0x01,
        ];
        let descriptor = Descriptor::parse(&payload).unwrap();
        assert_eq!(descriptor.size, Some((640, 360)));
        assert_eq!(descriptor.tl0_pic_idx, Some((9, 3)));
        assert_eq!((descriptor.len, descriptor.references), (payload.len(), None));
        for len in 0..payload.len() {
            assert_eq!(Descriptor::parse(&payload[..len]), None);
        }
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(payload in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Some(descriptor) = Descriptor::parse(&payload) {
                prop_assert!(descriptor.len <= payload.len());
            }
        }
    }
}
