//! What is published.

use serde::{Deserialize, Serialize};

/// Audio or video.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// Sound.
    Audio,
    /// Picture.
    Video,
}

/// Where a track comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A person's voice.
    Microphone,
    /// A person's picture.
    Camera,
    /// A shared screen.
    Screen,
}

impl Source {
    /// The kind of media that this source makes.
    #[must_use]
    pub fn kind(self) -> MediaKind {
        match self {
            Self::Microphone => MediaKind::Audio,
            Self::Camera | Self::Screen => MediaKind::Video,
        }
    }
}
