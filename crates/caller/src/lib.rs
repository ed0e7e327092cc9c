//! One end of a call by another WebRTC stack than the server's own: what `vestibule check` calls with.

mod bridge;
mod caller;
mod hearing;
mod payload;
mod speaking;

pub use bridge::Bridge;
pub use caller::{Caller, CallerError, Part, Relay, Way};
pub use hearing::Heard;
