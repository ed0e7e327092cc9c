//! The steps in which one picture is raised.

use crate::belief::Belief;
use crate::demand::{Demand, Layers, Priority};
use model::Layer;

/// A size serves a wish that is larger by this many percent.
const STRETCH_PERCENT: u32 = 25;

/// Text on a shared screen can be read from this height on, in pixels.
const READABLE_HEIGHT: u16 = 720;

const RUNGS: usize = Layer::SPATIAL * Layer::TEMPORAL;

#[derive(Clone, Copy, Default, Debug)]
struct Rung {
    layer: Layer,
    cost: u64,
}

/// Layers worth giving to a picture, cheapest first. A level counts rungs: 0 is paused, [`Ladder::top`] is all that is wished.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ladder {
    rungs: [Rung; RUNGS],
    top: usize,
    entry: usize,
    cut_by_wish: bool,
}

impl Ladder {
    pub(crate) fn new(demand: &Demand, belief: &Belief) -> Self {
        let wished = wished_size(demand);
        let largest = demand.layers.iter().last().map(|(layer, _)| layer.spatial);
        let mut ladder = Self {
            rungs: [Rung::default(); RUNGS],
            top: 0,
            entry: 0,
            cut_by_wish: wished != largest,
        };
        let Some(size) = wished else { return ladder };
        let layers = demand.layers.iter().map(|(layer, _)| layer);
        for layer in layers.filter(|layer| worthwhile(*layer, size, &demand.layers, demand.priority)) {
            ladder.push(layer, belief.bitrate(layer, &demand.layers));
        }
        ladder.entry = ladder.entry_for(demand);
        ladder
    }

    fn push(&mut self, layer: Layer, bitrate: u64) {
        // Momentary bitrates may be out of order; a higher rung never costs less.
        let cost = bitrate.max(self.cost(self.top));
        self.rungs[self.top] = Rung { layer, cost };
        self.top += 1;
    }

    fn entry_for(&self, demand: &Demand) -> usize {
        if demand.priority != Priority::Screen {
            return self.top.min(1);
        }
        let rungs = &self.rungs[..self.top];
        let largest = rungs.last().map(|rung| rung.layer.spatial);
        let serves = |rung: &Rung| {
            demand.layers.height(rung.layer.spatial) >= READABLE_HEIGHT || Some(rung.layer.spatial) == largest
        };
        rungs.iter().position(serves).map_or(0, |index| index + 1)
    }

    /// The level of all that is wished.
    pub(crate) fn top(&self) -> usize {
        self.top
    }

    /// The level at which the picture is of use, which comes before raises of others.
    pub(crate) fn entry(&self) -> usize {
        self.entry
    }

    /// Whether more exists than is wished.
    pub(crate) fn cut_by_wish(&self) -> bool {
        self.cut_by_wish
    }

    /// Bit/s at a level.
    pub(crate) fn cost(&self, level: usize) -> u64 {
        if level == 0 { 0 } else { self.rungs[level - 1].cost }
    }

    /// The layer at a level, `None` when paused.
    pub(crate) fn layer(&self, level: usize) -> Option<Layer> {
        Some(self.rungs[level.checked_sub(1)?].layer)
    }

    /// The highest level that holds no more than `given`.
    pub(crate) fn level_of(&self, given: Option<Layer>) -> usize {
        let Some(given) = given else { return 0 };
        let within =
            |rung: &Rung| rung.layer.spatial <= given.spatial && rung.layer.temporal <= given.temporal;
        let rungs = &self.rungs[..self.top];
        let exact = rungs.iter().position(|rung| rung.layer == given);
        // A layer that went away leaves at least the lowest one.
        exact
            .or_else(|| rungs.iter().rposition(within))
            .map_or(self.top.min(1), |index| index + 1)
    }
}

/// The smallest size that covers the wish, else the largest; `None` for a hidden picture.
fn wished_size(demand: &Demand) -> Option<u8> {
    let mut sizes = demand.layers.iter().map(|(layer, _)| layer.spatial);
    let largest = sizes.clone().max();
    match demand.height {
        Some(0) => None,
        Some(height) => sizes
            .find(|size| covers(demand.layers.height(*size), height))
            .or(largest),
        None => largest,
    }
}

/// Whether a layer is a rung on the way to the full rate of `size`.
fn worthwhile(layer: Layer, size: u8, layers: &Layers, priority: Priority) -> bool {
    let Some((lowest, highest)) = layers.rates(layer.spatial) else {
        return false;
    };
    let smallest = layers.iter().next().map(|(first, _)| first.spatial);
    match priority {
        _ if layer.spatial > size => false,
        // Sharp before smooth: smaller sizes at their lowest rate alone.
        Priority::Screen => layer.spatial == size || layer.temporal == lowest,
        // Smooth before large: rates halve from one to the next, so one below the highest still is about 15 frames/s.
        _ => Some(layer.spatial) == smallest || layer.temporal + 1 >= highest,
    }
}

fn covers(size: u16, wish: u16) -> bool {
    u32::from(size) * (100 + STRETCH_PERCENT) >= u32::from(wish) * 100
}
