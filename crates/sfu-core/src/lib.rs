//! Rooms as one machine without I/O or clock: participants' sessions, seats, forwarding.

mod history;
mod reconcile;
mod room;
mod seat;
mod seating;
mod session;
mod shard;
mod speakers;
mod statistics;
mod timeline;
mod track;

pub use shard::{Addressee, Config, Shard};
pub use statistics::Statistics;
