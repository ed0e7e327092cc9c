//! What a participant may do in a room.

use serde::{Deserialize, Serialize};

/// Permissions that a participant token carries to the media side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Grants {
    /// May send tracks.
    pub publish: bool,
    /// May take seats.
    pub subscribe: bool,
}
