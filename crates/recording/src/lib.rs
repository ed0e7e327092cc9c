//! What is said and shown in a room as files that play: RTP in, WebM out, without I/O or clock.

mod clock;
mod ebml;
mod h264;
mod part;
mod recorder;
mod reorder;
pub mod sealed;
mod stream;
mod webm;

pub use part::{NoPartName, PartName};
pub use recorder::{Origin, Output, Recorder};
pub use reorder::Packet;
