//! Whether calls may be recorded.

use super::Settings;
use serde::Deserialize;
use std::str::FromStr;

/// Whether calls may be recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RecordingMode {
    /// Never.
    Off,
    /// Where a doctor asks and everybody in the call agrees.
    Ask,
}

impl FromStr for RecordingMode {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "off" => Ok(Self::Off),
            "ask" => Ok(Self::Ask),
            _ => Err("it is off or ask"),
        }
    }
}

impl Settings {
    /// Whether calls may be recorded at all.
    pub(crate) fn records(&self) -> bool {
        self.recording == Some(RecordingMode::Ask)
    }
}
