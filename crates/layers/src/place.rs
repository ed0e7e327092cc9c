//! Where a packet stands among the layers of its stream.

use model::Layer;

/// References of one frame that are told; AV1 frames have at most seven.
const REFERENCES: usize = 8;

/// What one packet says of its place.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Place {
    /// Within this stream; the lowest where the codec tells nothing.
    pub layer: Layer,
    /// A receiver that has seen nothing can start here: the first packet of a keyframe, lowest spatial layer.
    pub keyframe: bool,
    /// The frame of this layer begins with this packet, as far as the codec tells.
    pub starts_frame: bool,
    /// The frame of this layer ends with this packet, as far as the codec tells.
    pub ends_frame: bool,
    /// Width and height in pixels of the stream's largest layer, where the packet tells.
    pub size: Option<(u16, u16)>,
    /// Tells pictures (AV1: frames) apart.
    pub(crate) number: Option<Number>,
    /// Predicted from no other picture.
    pub(crate) intra: bool,
    /// VP9 D: predicted from the spatial layer below of the same picture.
    pub(crate) inter_layer: bool,
    /// VP8 Y: neither this picture nor any after it needs an older one above the base layer.
    pub(crate) layer_sync: bool,
    /// VP9 U: no picture after this one needs an older one above this one's temporal layer.
    pub(crate) switching_up: bool,
    /// How far back each reference is, where the packet tells.
    pub(crate) references: Option<References>,
    /// Highest spatial layer that the stream says it has.
    pub(crate) highest_spatial: Option<u8>,
    /// Running number of base layer pictures.
    pub(crate) tl0_pic_idx: Option<u8>,
    /// VP8 KEYIDX, the running number of keyframes.
    pub(crate) key_index: Option<u8>,
}

/// A wrapping running number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Number {
    pub(crate) value: u16,
    /// 7, 15 or 16.
    pub(crate) bits: u8,
}

/// Distances to the frames that one is predicted from, in numbers.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct References {
    count: u8,
    distances: [u16; REFERENCES],
}

impl References {
    /// Adds one; more than there can be are left out.
    pub(crate) fn push(&mut self, distance: u16) {
        if let Some(slot) = self.distances.get_mut(usize::from(self.count)) {
            *slot = distance;
            self.count += 1;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        self.distances.iter().take(usize::from(self.count)).copied()
    }
}
