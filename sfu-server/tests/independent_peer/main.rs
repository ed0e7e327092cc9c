//! The media node with clients of an independent WebRTC implementation, through real sockets.

mod both_ways;
mod call;
mod coming_and_going;
mod figures;
mod goodbye;
mod hearing;
mod loss;
mod payload;
mod peer;
mod recording;
mod relayed;
mod sending;
mod several_threads;
mod watching;
mod wire;
