//! How well somebody is connected, in words.

use serde::{Deserialize, Serialize};

/// How well media goes to and from a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// Nothing comes through.
    Lost,
    /// Speech suffers, or no picture can be had.
    Poor,
    /// The picture suffers.
    Fair,
    /// Nothing is amiss.
    Good,
}

/// Why quality is less than good.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QualityReason {
    /// The way to the person carries too little.
    NarrowDownlink,
    /// The way from the person loses packets.
    UplinkLoss,
    /// The way to the person loses packets.
    DownlinkLoss,
    /// Packets take long.
    Delay,
    /// Nothing was heard of the person for seconds.
    Silence,
}

/// How far the pictures that a person receives were stepped down, so that sound gets through.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VideoStep {
    /// As large as wished.
    #[default]
    Full,
    /// Smaller than wished.
    Smaller,
    /// At a lower frame rate.
    Slower,
    /// Some pictures pause.
    Paused,
    /// Sound alone.
    AudioOnly,
}
