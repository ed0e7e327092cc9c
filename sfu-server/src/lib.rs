//! The media node: the sockets, the threads that drive the rooms, what the process sees of them.

mod announced;
mod crossing;
mod examiner;
mod inbox;
mod link;
mod machine;
mod meters;
mod metrics;
mod news;
mod node;
mod placement;
mod recorder;
mod register;
mod relay;
mod relay_access;
pub mod socket;
mod start_error;
mod tcp;
mod thread;
mod vitals;

pub use node::{MediaConfig, MediaNode};
pub use recorder::RecordingStore;
pub use start_error::StartError;
