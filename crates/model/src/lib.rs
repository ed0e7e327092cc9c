//! Words that the media side and the clinic side share.

mod codec;
mod grants;
mod ids;
mod media;

pub use codec::Codec;
pub use grants::Grants;
pub use ids::{Mid, ParticipantId, RoomId, SessionId, TextTooLong, TrackId};
pub use media::{MediaKind, Source};
