//! SDP offers read, SDP answers written.
//!
//! Clients offer, the server answers (RFC 8829): every answer is ICE-lite, DTLS-passive, bundled (RFC 8843),
//! multiplexed with RTCP (RFC 5761), in the client's own payload types and header-extension ids. `rtc-sdp` does the
//! syntax; what the lines mean is decided here.

mod answer;
mod candidate;
pub mod client;
mod codec;
mod direction;
mod error;
mod extension;
mod format;
mod line;
mod matching;
mod negotiated;
mod offer;
mod simulcast;

#[cfg(test)]
mod tests;

pub use answer::{LineAnswer, Local, SeatStream, answer};
pub use candidate::Candidate;
pub use codec::{CodecOffer, Feedback};
pub use direction::Direction;
pub use error::SdpError;
pub use extension::Extension;
pub use format::{Format, H264Profile, ProfileLevelId};
pub use line::{Line, LineKind, Msid};
pub use matching::best_match;
pub use negotiated::{Negotiated, NegotiatedCodec};
pub use offer::{Offer, Origin, RemoteIce, Setup};
pub use simulcast::Simulcast;
