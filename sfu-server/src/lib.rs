//! The media node: the socket, the thread that drives the rooms, what the process sees of them.

mod machine;
mod metrics;
mod news;
mod node;
mod register;
pub mod socket;
mod start_error;
mod thread;
mod vitals;

pub use node::{MediaConfig, MediaNode};
pub use start_error::StartError;
