//! The layers that a track offers to its receivers.

use crate::encoding::Encoding;
use crate::track::{StreamId, Track};
use allocation::{Layers, Offer};
use model::Layer;
use std::time::Instant;

/// Every rate of a size.
const ALL_RATES: u8 = Layer::TEMPORAL as u8 - 1;

impl Track {
    /// Whether there is nothing to choose.
    pub(crate) fn has_one_layer(&self) -> bool {
        !self.is_simulcast() && self.encoding(0).is_none_or(|e| e.top == Layer::default())
    }

    /// What its publisher sends or could send.
    pub(crate) fn layers(&self, now: Instant) -> Layers {
        let mut layers = Layers::default();
        for (place, encoding) in (0..).zip(&self.encodings) {
            let Some(encoding) = encoding else { continue };
            for spatial in 0..=encoding.top.spatial {
                // Simulcast encodings of more than one size are taken as a whole.
                let size = if self.is_simulcast() { place } else { spatial };
                offer(&mut layers, size, encoding, spatial, now);
            }
        }
        layers
    }

    /// The stream that brings `layer`, or the closest below that comes now, with the layer to take of it.
    pub(crate) fn stream_for(&self, now: Instant, layer: Layer) -> Option<(StreamId, Layer)> {
        if !self.is_simulcast() {
            return Some((self.stream(0)?, layer));
        }
        let flows = |at: &u8| self.encoding(*at).is_some_and(|e| e.is_flowing(now));
        let below = (0..=layer.spatial).rev().find(flows);
        let at = below.or_else(|| (layer.spatial..Layer::SPATIAL as u8).find(flows))?;
        let target = Layer {
            spatial: Layer::SPATIAL as u8 - 1,
            temporal: if at == layer.spatial {
                layer.temporal
            } else {
                ALL_RATES
            },
        };
        Some((self.stream(at)?, target))
    }

    fn is_simulcast(&self) -> bool {
        self.encodings.iter().skip(1).any(Option::is_some)
    }
}

/// Adds the rates of the size `spatial` of an encoding, each with what it needs.
fn offer(layers: &mut Layers, size: u8, encoding: &Encoding, spatial: u8, now: Instant) {
    let mut bitrate = 0;
    for temporal in 0..=encoding.top.temporal {
        let below = (0..=spatial).map(|spatial| encoding.meter.bitrate(Layer { spatial, temporal }));
        bitrate += below.sum::<u64>();
        let layer = Layer {
            spatial: size,
            temporal,
        };
        let flowing = encoding.is_flowing(now);
        layers.offer(layer, Offer { bitrate, flowing });
    }
    if let Some(height) = encoding.height(spatial) {
        layers.set_height(size, height);
    }
}
