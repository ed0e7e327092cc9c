//! How far a peer has come.

use super::Peer;
use model::{Path, Progress};

impl Peer {
    /// How far it has come by now.
    #[must_use]
    pub fn progress(&self) -> Progress {
        let received = self.media.counters.received.packets;
        let mut sent = self.media.lines.iter().flat_map(|line| line.outgoing.iter());
        Progress {
            checked: self.heard_from.is_some(),
            path: self.agent.selected().as_ref().map(Path::from),
            secured: self.is_connected(),
            received: received.audio + received.video > 0,
            // A receiver reports on a source once it has heard it (RFC 3550 section 6.4.2).
            acknowledged: sent.any(|stream| stream.is_heard),
        }
    }
}
