//! Where a datagram comes from, where it goes.

use model::{AddressFamily, Path, PathTransport};
use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::net::{IpAddr, SocketAddr};

/// What carries the datagrams.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Protocol {
    /// Plain UDP.
    Udp,
    /// TCP with RFC 4571 framing.
    Tcp,
    /// The same inside TLS.
    Tls,
    /// An allocation of this server's own TURN relay; the remote address is the relayed one.
    Relay(Access),
}

/// How a client reaches the own relay.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Access {
    /// By UDP.
    Udp,
    /// By TCP.
    Tcp,
    /// By TLS.
    Tls,
}

impl Protocol {
    /// Whether it is a byte stream, whose opening proved the client's address.
    #[must_use]
    pub fn is_stream(self) -> bool {
        matches!(self, Self::Tcp | Self::Tls)
    }

    /// What the relay makes of it.
    #[must_use]
    pub fn relayed(self) -> Self {
        match self {
            Self::Udp => Self::Relay(Access::Udp),
            Self::Tcp => Self::Relay(Access::Tcp),
            Self::Tls => Self::Relay(Access::Tls),
            Self::Relay(_) => self,
        }
    }
}

impl From<&FiveTuple> for Path {
    fn from(tuple: &FiveTuple) -> Self {
        Self {
            transport: match tuple.protocol {
                Protocol::Udp => PathTransport::Udp,
                // ICE knows no TLS: inside it TURN alone is spoken.
                Protocol::Tcp | Protocol::Tls => PathTransport::Tcp,
                Protocol::Relay(Access::Udp) => PathTransport::TurnUdp,
                Protocol::Relay(Access::Tcp) => PathTransport::TurnTcp,
                Protocol::Relay(Access::Tls) => PathTransport::TurnTls,
            },
            family: match tuple.remote.ip() {
                IpAddr::V4(_) => AddressFamily::Ipv4,
                IpAddr::V6(_) => AddressFamily::Ipv6,
            },
        }
    }
}

/// Transport protocol, local and remote address: what ICE validates and packets are believed by.
///
/// IPv4 addresses are always written as IPv4, never as IPv4-mapped IPv6.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FiveTuple {
    /// UDP, TCP, TLS or the own relay.
    pub protocol: Protocol,
    /// The server's address that the datagram came to.
    pub local: SocketAddr,
    /// The client's address.
    pub remote: SocketAddr,
}

impl Hash for FiveTuple {
    /// The client's address tells 5-tuples apart well enough.
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.remote.ip() {
            IpAddr::V4(ip) => state.write_u32(ip.into()),
            IpAddr::V6(ip) => state.write_u128(ip.into()),
        }
        state.write_u16(self.remote.port());
    }
}

/// Makes hashes of 5-tuples in a few nanoseconds, for look-ups of each packet.
///
/// Seeded at random: the addresses come from outside, and must not be able to choose their places.
#[derive(Clone, Debug)]
pub struct TupleHash {
    seed: [u64; 2],
}

impl Default for TupleHash {
    fn default() -> Self {
        let random = RandomState::new();
        Self {
            seed: [random.hash_one(0_u8), random.hash_one(1_u8) | 1],
        }
    }
}

impl BuildHasher for TupleHash {
    type Hasher = Folding;

    fn build_hasher(&self) -> Folding {
        let [state, factor] = self.seed;
        Folding { state, factor }
    }
}

/// Hashes by folded multiplication.
#[derive(Clone, Debug)]
pub struct Folding {
    state: u64,
    factor: u64,
}

impl Hasher for Folding {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64((*byte).into()));
    }

    fn write_u16(&mut self, part: u16) {
        self.write_u64(part.into());
    }

    fn write_u32(&mut self, part: u32) {
        self.write_u64(part.into());
    }

    fn write_u64(&mut self, part: u64) {
        let product = u128::from(self.state ^ part) * u128::from(self.factor);
        self.state = (product >> 64) as u64 ^ product as u64;
    }

    fn write_u128(&mut self, part: u128) {
        self.write_u64((part >> 64) as u64);
        self.write_u64(part as u64);
    }

    fn finish(&self) -> u64 {
        self.state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_relayed_way_tells_how_the_client_reaches_the_relay() {
        let paths = [Protocol::Udp, Protocol::Tcp, Protocol::Tls].map(|protocol| {
            let tuple = FiveTuple {
                protocol: protocol.relayed(),
                local: SocketAddr::from(([192, 0, 2, 1], 443)),
                remote: "[2001:db8::7]:9".parse().expect("an address"),
            };
            Path::from(&tuple)
        });
        let expected = [
            PathTransport::TurnUdp,
            PathTransport::TurnTcp,
            PathTransport::TurnTls,
        ];
        assert_eq!(
            paths,
            expected.map(|transport| Path {
                transport,
                family: AddressFamily::Ipv6,
            })
        );
    }

    #[test]
    fn neighbours_fall_into_different_places() {
        let hash = TupleHash::default();
        let places: HashSet<u64> = (0..10_000_u16)
            .map(|port| {
                let tuple = FiveTuple {
                    protocol: Protocol::Udp,
                    local: SocketAddr::from(([192, 0, 2, 1], 443)),
                    remote: SocketAddr::from(([198, 51, 100, port.to_be_bytes()[1]], port)),
                };
                hash.hash_one(tuple) % 65_536
            })
            .collect();
        // At random 9280 places are taken.
        assert!(places.len() > 8_500, "{}", places.len());
    }
}
