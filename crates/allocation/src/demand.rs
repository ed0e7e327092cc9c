//! What a receiver could get.

use model::Layer;

/// Who is served first; the smallest comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Priority {
    /// A shared screen, readable before any camera is seen.
    Screen,
    /// Pinned by the receiver.
    Pinned,
    /// Somebody who speaks.
    Speaking,
    /// Anybody else.
    Other,
}

/// A picture that a receiver could get: one for every video seat that is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Demand {
    /// Which picture, whatever its place among the demands. Memory belongs to it; a new number starts afresh.
    pub track: u64,
    /// When it is served.
    pub priority: Priority,
    /// Height in which it is shown, in pixels. `None`: as large as it comes. 0: hidden.
    pub height: Option<u16>,
    /// What its publisher sends or could send.
    pub layers: Layers,
}

/// One layer that a publisher sends or could send.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Offer {
    /// Bit/s that a receiver of this layer gets, everything below that it needs included. 0: never measured, a typical one
    /// is assumed.
    pub bitrate: u64,
    /// Whether it arrives now. The bitrate of one that does not is the last known.
    pub flowing: bool,
}

/// The layers of one picture.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Layers {
    offers: [[Option<Offer>; Layer::TEMPORAL]; Layer::SPATIAL],
    heights: [Option<u16>; Layer::SPATIAL],
}

/// Height of the smallest size and of a picture whose only size is unknown, in pixels.
const TYPICAL_HEIGHT: u16 = 180;

impl Layers {
    /// Adds a layer. One beyond [`Layer::SPATIAL`] or [`Layer::TEMPORAL`] is ignored.
    pub fn offer(&mut self, layer: Layer, offer: Offer) {
        let size = self.offers.get_mut(usize::from(layer.spatial));
        if let Some(cell) = size.and_then(|size| size.get_mut(usize::from(layer.temporal))) {
            *cell = Some(offer);
        }
    }

    /// Tells the height in pixels of the size `spatial`, once it is known.
    pub fn set_height(&mut self, spatial: u8, height: u16) {
        if let Some(cell) = self.heights.get_mut(usize::from(spatial)) {
            *cell = Some(height);
        }
    }

    /// What is known of `layer`, if it exists.
    #[must_use]
    pub fn get(&self, layer: Layer) -> Option<Offer> {
        *self
            .offers
            .get(usize::from(layer.spatial))?
            .get(usize::from(layer.temporal))?
    }

    /// Layers that exist, smallest size first, then lowest rate.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Layer, Offer)> + Clone + '_ {
        let cells = (0u8..).zip(&self.offers).flat_map(|(spatial, rates)| {
            (0u8..)
                .zip(rates)
                .map(move |(temporal, offer)| (Layer { spatial, temporal }, *offer))
        });
        cells.filter_map(|(layer, offer)| Some((layer, offer?)))
    }

    /// Lowest and highest rate of a size that exists.
    pub(crate) fn rates(&self, spatial: u8) -> Option<(u8, u8)> {
        let mut rates = self
            .iter()
            .filter(|(layer, _)| layer.spatial == spatial)
            .map(|(layer, _)| layer.temporal);
        let lowest = rates.next()?;
        Some((lowest, rates.last().unwrap_or(lowest)))
    }

    /// Height of a size: as told, else as publishers commonly halve it.
    pub(crate) fn height(&self, spatial: u8) -> u16 {
        let told = self.heights.get(usize::from(spatial)).copied().flatten();
        told.unwrap_or(TYPICAL_HEIGHT << spatial.min(3))
    }
}
