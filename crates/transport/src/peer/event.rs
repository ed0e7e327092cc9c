//! What a peer reports, how it ends.

/// What a peer reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// Keys are there: media may flow.
    Connected,
    /// The client needs a keyframe on a line.
    KeyframeWanted {
        /// The line.
        line: usize,
        /// Place of the simulcast layer; 0 on a seat.
        encoding: u8,
    },
    /// Packets of a line that the client publishes are lost for good.
    Gap {
        /// The line.
        line: usize,
        /// Place of the simulcast layer.
        encoding: u8,
    },
    /// The client is heard again after a silence: both sides may have lost much.
    Back,
    /// The client lost a packet that we sent.
    Lost {
        /// The line.
        line: usize,
        /// Place of the simulcast layer; 0 on a seat.
        encoding: u8,
        /// Its sequence number.
        sequence: u16,
    },
}

/// Why a peer is of no more use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// The client closed it.
    Closed,
    /// No valid check came in time.
    NeverReached,
    /// The handshake did not end in time, or failed.
    NoHandshake,
    /// Silence for longer than consent lasts.
    Silent,
}
