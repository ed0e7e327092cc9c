//! Words that the media side and the clinic side share.

mod codec;
mod grants;
mod ids;
mod layer;
mod measurement;
mod media;
mod progress;
mod quality;

pub use codec::Codec;
pub use grants::Grants;
pub use ids::{Mid, ParticipantId, RecordingId, RoomId, SessionId, TextTooLong, TrackId};
pub use layer::Layer;
pub use measurement::{Leg, Measurement};
pub use media::{MediaKind, Source};
pub use progress::{AddressFamily, Path, PathTransport, Progress};
pub use quality::{Quality, QualityReason, VideoStep};
