//! How somebody's media fared over some seconds, in figures.

use serde::{Deserialize, Serialize};

/// Both ways between the server and a person; whole numbers, nothing where there was nothing to measure.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Measurement {
    /// To the person and back, in milliseconds.
    pub round_trip: Option<u16>,
    /// What they sent, as it came to the server.
    pub up: Leg,
    /// What they received.
    pub down: Leg,
}

/// One way.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Leg {
    /// Packets of a thousand that did not come by themselves, on this leg alone.
    pub loss: Option<u16>,
    /// Interarrival jitter of sound (RFC 3550), in milliseconds, on this leg alone.
    pub jitter: Option<u16>,
    /// Estimated mean opinion score of sound, in hundredths; downwards over the whole way from who speaks.
    pub sound: Option<u16>,
    /// The same of cameras' pictures.
    pub picture: Option<u16>,
    /// Bit rate of all pictures together, in kbit/s.
    pub video: Option<u16>,
    /// Share of the time in which cameras' pictures stood still, of a thousand; downwards over the whole way.
    pub frozen: Option<u16>,
    /// Packets of sound of a thousand that never came, repair considered; downwards over the whole way.
    pub missing: Option<u16>,
}

impl Measurement {
    /// Whether nothing at all was measured.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
