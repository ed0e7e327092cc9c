//! Where a datagram comes from, where it goes.

use std::net::SocketAddr;

/// What carries the datagrams.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Protocol {
    /// Plain UDP.
    Udp,
    /// TCP with RFC 4571 framing.
    Tcp,
    /// An allocation of this server's own TURN relay; the remote address is the relayed one.
    Relay,
}

/// Transport protocol, local and remote address: what ICE validates and packets are believed by.
///
/// IPv4 addresses are always written as IPv4, never as IPv4-mapped IPv6.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FiveTuple {
    /// UDP, TCP or the own relay.
    pub protocol: Protocol,
    /// The server's address that the datagram came to.
    pub local: SocketAddr,
    /// The client's address.
    pub remote: SocketAddr,
}
