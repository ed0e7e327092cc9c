//! Rooms as one machine without I/O or clock: participants' sessions, seats, forwarding.

mod burst;
mod condition;
mod demand;
mod encoding;
mod frames;
mod history;
mod meter;
mod offered;
mod progress;
mod readings;
mod recent_sound;
mod reconcile;
mod room;
mod seat;
mod seating;
mod session;
mod shard;
mod share;
mod speakers;
mod statistics;
mod tape;
mod timeline;
mod track;
mod watch;
mod wish;

pub use frames::Frames;
pub use readings::{Carrier, EncodingReading, PathReading, Playing, Readings, SeatReading, Whose};
pub use shard::{Addressee, Config, Shard};
pub use statistics::Statistics;
pub use tape::Taped;
