//! How far a PeerConnection has come, by which way.

use serde::{Deserialize, Serialize};

/// What a media node has seen of a PeerConnection.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Progress {
    /// A valid connectivity check came.
    pub checked: bool,
    /// The way that the client nominated.
    pub path: Option<Path>,
    /// DTLS is done.
    pub secured: bool,
    /// An authentic RTP packet came.
    pub received: bool,
    /// The client reported on RTP that was sent to it.
    pub acknowledged: bool,
}

/// A way between a client and the server.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Path {
    /// What carries the datagrams.
    pub transport: PathTransport,
    /// The client's address; of a relayed way, the relayed one.
    pub family: AddressFamily,
}

/// What carries datagrams between a client and the server.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PathTransport {
    /// UDP.
    Udp,
    /// TCP (RFC 6544).
    Tcp,
    /// The own relay, reached by UDP (RFC 8656).
    TurnUdp,
    /// The own relay, reached by TCP.
    TurnTcp,
    /// The own relay, reached by TLS.
    TurnTls,
}

/// The kind of an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AddressFamily {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
}
