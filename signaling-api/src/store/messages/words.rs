//! The words that a message is described by.

use crate::store::UnknownWord;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = MessageType)]
pub(crate) enum MessageKind {
    /// Words.
    Text,
    /// A picture to be shown.
    Image,
    /// A file to be had.
    File,
    /// Something that the server tells.
    System,
}

impl MessageKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Image => "image",
            Self::File => "file",
            Self::System => "system",
        }
    }
}

impl FromStr for MessageKind {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "text" => Ok(Self::Text),
            "image" => Ok(Self::Image),
            "file" => Ok(Self::File),
            "system" => Ok(Self::System),
            _ => Err(UnknownWord),
        }
    }
}
