//! A TURN server whose only permitted peer is this SFU (RFC 8656), without I/O or clock.

mod allocation;
mod allocations;
mod allowance;
mod channel_data;
mod credentials;
mod framing;
mod gate;
mod grant;
mod indication;
mod nonce;
mod peers;
mod relayed;
mod request;
mod response;
mod server;
mod tally;
mod xor_address;

pub use allocations::{MOST_ALLOCATIONS, MOST_OF_ADDRESS, MOST_OF_PARTICIPANT};
pub use credentials::{Credentials, Secret, VALIDITY};
pub use framing::{Frame, frame, is_turn};
pub use indication::OVERHEAD;
pub use relayed::shard_of;
pub use server::{Config, Outcome, Server};
