//! What layers cost, held steady while measurements wobble.

use crate::demand::Layers;
use model::Layer;
use std::time::Duration;

/// Growth in percent that a layer may show before it is believed.
const WOBBLE_PERCENT: u128 = 15;

/// Time in which a layer that shrank is believed, about two thirds of it: a still screen moves again soon.
const SHRINKING: Duration = Duration::from_secs(10);

/// The same for a picture that pauses: what its publisher made smaller may come back.
const SHRINKING_PAUSED: Duration = Duration::from_secs(2);

/// What is believed of one picture's layers.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Belief {
    /// Bit/s, 0 where nothing was measured yet.
    bitrates: [[u64; Layer::TEMPORAL]; Layer::SPATIAL],
    flowed: [[bool; Layer::TEMPORAL]; Layer::SPATIAL],
}

impl Belief {
    /// Takes in what was measured, `elapsed` after the last time. Whether a layer flows that never did before.
    pub(crate) fn learn(&mut self, layers: &Layers, elapsed: Duration, is_paused: bool) -> bool {
        let shrinking = if is_paused { SHRINKING_PAUSED } else { SHRINKING };
        let mut begins = false;
        for (layer, offer) in layers.iter() {
            let (spatial, temporal) = (usize::from(layer.spatial), usize::from(layer.temporal));
            begins |= offer.flowing && !std::mem::replace(&mut self.flowed[spatial][temporal], true);
            let held = &mut self.bitrates[spatial][temporal];
            if offer.flowing || *held == 0 {
                *held = believe(*held, offer.bitrate, (elapsed, shrinking));
            }
        }
        begins
    }

    /// Bit/s of a layer that exists.
    pub(crate) fn bitrate(&self, layer: Layer, layers: &Layers) -> u64 {
        match self.bitrates[usize::from(layer.spatial)][usize::from(layer.temporal)] {
            0 => typical(layer, layers),
            held => held,
        }
    }
}

fn believe(held: u64, measured: u64, elapsed: (Duration, Duration)) -> u64 {
    if held == 0 || measured == 0 {
        return held.max(measured);
    }
    if measured < held {
        return held - shrunk(held - measured, elapsed);
    }
    let grown = u128::from(measured) * 100 > u128::from(held) * (100 + WOBBLE_PERCENT);
    if grown { measured } else { held }
}

/// How much of a fall is believed after `elapsed` of the time that it takes.
fn shrunk(by: u64, (elapsed, shrinking): (Duration, Duration)) -> u64 {
    let share = u128::from(by) * elapsed.min(shrinking).as_millis() / shrinking.as_millis();
    u64::try_from(share).unwrap_or(by)
}

/// Bit/s that browsers commonly spend on a size, each halving of the frame rate saving about a third.
fn typical(layer: Layer, layers: &Layers) -> u64 {
    let height = u64::from(layers.height(layer.spatial));
    let highest = layers
        .rates(layer.spatial)
        .map_or(layer.temporal, |(_, highest)| highest);
    (layer.temporal..highest).fold(height * height * 4, |bitrate, _| bitrate * 2 / 3)
}
