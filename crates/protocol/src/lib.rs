//! Messages between the API and a media node.

mod node;

pub use node::{CloseCause, Event, IceServer, Offer, Refusal, Reply, Request, Seat, Wish};
