//! Clients that reach the node by TCP, as ICE (RFC 6544) or TURN does, for networks that let no UDP pass.

mod connection;
mod deframer;
mod outlet;
mod streams;

pub(crate) use connection::{Arrival, Connection};
pub(crate) use outlet::Outlet;
pub(crate) use streams::Streams;
