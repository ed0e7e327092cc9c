//! The words that a consultation is described by.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// With pictures or without.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Mode {
    /// With pictures.
    Video,
    /// Sound only.
    Audio,
}

/// Where a consultation is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// The doctor and another have not met yet.
    Pending,
    /// They have.
    Active,
    /// It is over.
    Ended,
    /// It never took place.
    Cancelled,
}

/// A word that the schema does not know.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not a word of the schema")]
pub(crate) struct UnknownWord;

impl Mode {
    /// The name in the store.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Audio => "audio",
        }
    }
}

impl FromStr for Mode {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "video" => Ok(Self::Video),
            "audio" => Ok(Self::Audio),
            _ => Err(UnknownWord),
        }
    }
}

impl Status {
    /// Whether nobody can come any more.
    #[must_use]
    pub(crate) fn is_over(self) -> bool {
        matches!(self, Self::Ended | Self::Cancelled)
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
        }
    }
}

impl FromStr for Status {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "pending" => Ok(Self::Pending),
            "active" => Ok(Self::Active),
            "ended" => Ok(Self::Ended),
            "cancelled" => Ok(Self::Cancelled),
            _ => Err(UnknownWord),
        }
    }
}
