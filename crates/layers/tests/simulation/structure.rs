//! Which frames an encoder makes, predicted from which.

use model::Layer;

/// Pictures come round in this order: temporal layer, then distances to the pictures predicted from.
type Cycle = &'static [(u8, &'static [usize])];

/// One frame rate.
pub(crate) const PLAIN: Cycle = &[(0, &[1])];

/// Upper layers predicted from lower ones alone: a step up is legal anywhere.
pub(crate) const FREE: Cycle = &[(0, &[4]), (2, &[1]), (1, &[2]), (2, &[1])];

/// Upper layers predicted from themselves too: a step up is legal at some pictures only.
pub(crate) const BOUND: Cycle = &[
    (0, &[4]),
    (2, &[1]),
    (1, &[2]),
    (2, &[1, 2]),
    (0, &[4]),
    (2, &[1, 2]),
    (1, &[2, 4]),
    (2, &[1, 2]),
];

#[derive(Clone, Copy, Debug)]
pub(crate) struct Structure {
    pub(crate) cycle: Cycle,
    pub(crate) spatial: u8,
    /// Whether spatial layers are predicted from those below in keyframes only (K-SVC).
    pub(crate) keyed: bool,
}

/// What the encoder makes for one picture and spatial layer.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub(crate) picture: usize,
    pub(crate) layer: Layer,
    pub(crate) key: bool,
    /// Distances in pictures, within the same spatial layer.
    pub(crate) distances: Vec<usize>,
    /// Predicted from the spatial layer below.
    pub(crate) inter_layer: bool,
    /// Indices of all frames predicted from.
    pub(crate) references: Vec<usize>,
    /// Y of RFC 7741.
    pub(crate) layer_sync: bool,
    /// U of RFC 9628.
    pub(crate) switching_up: bool,
}

impl Structure {
    /// The frames of as many pictures as `keys` says to be keyframes or not; the first always is.
    pub(crate) fn frames(&self, keys: &[bool]) -> Vec<Frame> {
        let mut frames = Vec::new();
        let mut since_key = 0;
        for (picture, key) in keys.iter().enumerate() {
            let key = *key || picture == 0;
            since_key = if key { 0 } else { since_key + 1 };
            for spatial in 0..self.spatial {
                frames.push(self.frame(picture, since_key, spatial));
            }
        }
        frames
    }

    fn frame(&self, picture: usize, since_key: usize, spatial: u8) -> Frame {
        let at = since_key % self.cycle.len();
        let key = since_key == 0;
        let (temporal, distances) = self.cycle[at];
        let distances = if key { Vec::new() } else { distances.to_vec() };
        let inter_layer = spatial > 0 && (key || !self.keyed);
        let index = |picture: usize, spatial: u8| picture * usize::from(self.spatial) + usize::from(spatial);
        let below = inter_layer.then(|| index(picture, spatial.wrapping_sub(1)));
        let references = distances
            .iter()
            .map(|d| index(picture - d, spatial))
            .chain(below)
            .collect();
        Frame {
            picture,
            layer: Layer { spatial, temporal },
            key,
            distances,
            inter_layer,
            references,
            layer_sync: temporal > 0 && self.needs_none_before(at, 0, 0) && self.predicts_from_base(at),
            switching_up: self.needs_none_before(at, temporal + 1, temporal),
        }
    }

    /// Whether pictures after the one `at`, of temporal layer `from` on, need none before it above layer `above`.
    fn needs_none_before(&self, at: usize, from: u8, above: u8) -> bool {
        let len = self.cycle.len();
        let at = at + len;
        (at + 1..at + 2 * len).all(|later| {
            let (temporal, distances) = self.cycle[later % len];
            temporal < from
                || distances.iter().all(|distance| {
                    let needed = later - distance;
                    needed >= at || self.cycle[needed % len].0 <= above
                })
        })
    }

    fn predicts_from_base(&self, at: usize) -> bool {
        let (_, distances) = self.cycle[at];
        distances.iter().all(|distance| self.cycle[at - distance].0 == 0)
    }
}
