//! RTP headers read once into a fixed struct.

mod extensions;
mod header;
mod kind;
mod outgoing;
pub mod rtx;
mod sequence;

pub use extensions::{AudioLevel, ExtensionIds, Rid};
pub use header::{FIXED_HEADER_LEN, Header, PacketError};
pub use kind::{Kind, classify};
pub use outgoing::OutgoingHeader;
pub use sequence::SequenceExtender;
