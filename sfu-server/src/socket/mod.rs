//! The system calls under the media thread.
//!
//! Batched datagram calls (`recvmmsg`, `sendmmsg` with `UDP_SEGMENT`) take raw pointers and have no safe wrapper that does
//! without allocation, so this folder is the one place of the server with `unsafe`.
#![allow(unsafe_code)]

mod bind;
mod control;
mod group;
mod interfaces;
mod message;
mod name;
mod receive;
mod send;
mod steering;
#[cfg(test)]
mod tests;
mod wait;

pub use bind::MediaSocket;
pub use interfaces::interface_addresses;
pub use receive::{BATCH, LARGEST_DATAGRAM, Receiver};
pub use send::{Delivery, SendCounters, Sender};
pub use wait::{Ready, Waker, wait};
