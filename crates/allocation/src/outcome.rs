//! What a receiver gets.

use crate::ladder::Ladder;
use model::{Layer, VideoStep};

/// What one picture gets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decision {
    /// The layer, `None` when the picture pauses.
    pub layer: Option<Layer>,
    /// Why it is not more.
    pub limited: Limit,
}

/// What keeps a picture from its largest layer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Limit {
    /// Nothing: it gets all there is, be it that there is nothing.
    ByNothing,
    /// It is shown smaller than it could be, or hidden.
    ByWish,
    /// The receiver's way does not carry what is wished.
    ByBandwidth,
}

/// What all pictures of a receiver get together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Bit/s given.
    pub allocated: u64,
    /// Bit/s that an unlimited budget would be given: the aim of probing.
    pub desired: u64,
    /// Budget in bit/s, headroom included, at which the next raise becomes possible. `None`: nothing is left to raise.
    pub next_step: Option<u64>,
    /// The worst step that bandwidth, not wishes, forced on a picture.
    pub video: VideoStep,
    /// The only picture is kept although it exceeds the budget. Its publisher should send less.
    pub over_budget: bool,
}

/// How far a picture at `level` was stepped down from the top of its ladder.
pub(crate) fn step(ladder: &Ladder, level: usize) -> VideoStep {
    match (ladder.layer(level), ladder.layer(ladder.top())) {
        (Some(given), Some(wished)) if given.temporal < wished.temporal => VideoStep::Slower,
        (Some(given), Some(wished)) if given.spatial < wished.spatial => VideoStep::Smaller,
        (None, Some(_)) => VideoStep::Paused,
        _ => VideoStep::Full,
    }
}

/// The decision for a picture at `level`.
pub(crate) fn decide(ladder: &Ladder, level: usize) -> Decision {
    let limited = match level < ladder.top() {
        true => Limit::ByBandwidth,
        false if ladder.cut_by_wish() => Limit::ByWish,
        false => Limit::ByNothing,
    };
    Decision {
        layer: ladder.layer(level),
        limited,
    }
}
