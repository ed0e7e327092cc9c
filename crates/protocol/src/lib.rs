//! Messages between the API and a media node.

mod node;

pub use node::{
    CloseCause, Event, ICE_SERVER_LIFE, IceServer, Offer, Recording, RecordingEnd, Refusal, Reply, Request,
    Seat, Wish,
};
