//! One peer's WebRTC transport without I/O or clock.

mod address;
mod arena;
mod congestion;
pub mod dtls;
pub mod feedback;
pub mod ice;
pub mod packet;
pub mod peer;
pub mod sdp;
pub mod srtp;

pub use address::{Access, FiveTuple, Protocol, TupleHash};
pub use arena::{Datagram, SendArena};
