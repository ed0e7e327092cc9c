//! The steps in which one picture is sent.

use serde::{Deserialize, Serialize};

/// A step of a picture: which size, which frame rate. Simulcast encodings and spatial layers of one stream are both sizes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Serialize, Deserialize)]
pub struct Layer {
    /// Size, 0 for the smallest.
    pub spatial: u8,
    /// Frame rate, 0 for the lowest.
    pub temporal: u8,
}

impl Layer {
    /// Sizes of one picture at most.
    pub const SPATIAL: usize = 3;
    /// Frame rates of one size at most.
    pub const TEMPORAL: usize = 4;
}
