//! The server's ICE candidates.

use crate::Protocol;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// A host candidate of component 1 (RFC 8839 section 5.1, RFC 6544 section 4.5).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Candidate {
    /// UDP, or TCP on which the server listens.
    pub protocol: Protocol,
    /// The address that the client sends to.
    pub address: SocketAddr,
}

impl Candidate {
    /// The value of `a=candidate` for the candidate at `index` of the server's list, most wanted first.
    pub(super) fn attribute(&self, index: u16) -> String {
        // RFC 8445 section 5.1.2.1, type preference 126 for host. RFC 6544 section 4.2: TCP lower, so that UDP wins where
        // it works, with direction preference 4 for passive above 13 bits of order.
        let (preference, local, transport, suffix) = match self.protocol {
            // The relay's datagrams come to the candidates of UDP, it has none of its own.
            Protocol::Udp | Protocol::Relay(_) => (126, u32::from(u16::MAX - index), "udp", ""),
            Protocol::Tcp | Protocol::Tls => (
                90,
                (4 << 13) | u32::from(8191_u16.saturating_sub(index)),
                "tcp",
                " tcptype passive",
            ),
        };
        let priority: u32 = (preference << 24) | (local << 8) | 255;
        let (ip, port) = (self.address.ip(), self.address.port());
        format!(
            "{} 1 {transport} {priority} {ip} {port} typ host{suffix}",
            index + 1
        )
    }

    /// Reads the value of `a=candidate`; `None` for other components, names instead of addresses, TCP that is not
    /// passive, or anything malformed.
    pub(super) fn parse(value: &str) -> Option<Self> {
        let words: Vec<&str> = value.split_ascii_whitespace().take(16).collect();
        let [_, "1", transport, _, ip, port, "typ", _, ref rest @ ..] = words[..] else {
            return None;
        };
        let protocol = match transport.to_ascii_lowercase().as_str() {
            "udp" => Protocol::Udp,
            "tcp" if rest.windows(2).any(|pair| pair == ["tcptype", "passive"]) => Protocol::Tcp,
            _ => return None,
        };
        let address = SocketAddr::new(ip.parse().ok()?, port.parse().ok()?);
        Some(Self { protocol, address })
    }
}

/// Where there is no candidate to name in `m=` with `c=` (RFC 8840 section 4.1.1).
pub(super) const NO_ADDRESS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 9);

/// The address of `m=` with `c=`: the first UDP candidate (RFC 8839 section 4.2.2).
pub(super) fn default_destination(candidates: &[Candidate]) -> SocketAddr {
    let first = candidates
        .iter()
        .find(|candidate| candidate.protocol == Protocol::Udp);
    first.map_or(NO_ADDRESS, |candidate| candidate.address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candidate_is_read_as_written() {
        for (index, (protocol, address)) in [
            (Protocol::Udp, "192.0.2.1:8080"),
            (Protocol::Udp, "[2001:db8::1]:8080"),
            (Protocol::Tcp, "192.0.2.1:443"),
        ]
        .into_iter()
        .enumerate()
        {
            let candidate = Candidate {
                protocol,
                address: address.parse().unwrap(),
            };
            assert_eq!(
                Candidate::parse(&candidate.attribute(index as u16)),
                Some(candidate)
            );
        }
    }

    #[test]
    fn udp_comes_before_tcp_with_the_priorities_of_rfc_8445_and_6544() {
        let address = "192.0.2.1:8080".parse().unwrap();
        let udp = Candidate {
            protocol: Protocol::Udp,
            address,
        };
        let tcp = Candidate {
            protocol: Protocol::Tcp,
            address,
        };
        assert_eq!(udp.attribute(0), "1 1 udp 2130706431 192.0.2.1 8080 typ host");
        assert_eq!(
            tcp.attribute(1),
            "2 1 tcp 1520434943 192.0.2.1 8080 typ host tcptype passive"
        );
    }

    #[test]
    fn other_candidates_are_passed_over() {
        for value in [
            "",
            "1 2 udp 1 192.0.2.1 9 typ host",
            "1 1 udp 1 2f7d8f4c.local 9 typ host",
            "1 1 tcp 1 192.0.2.1 9 typ host tcptype active",
            "1 1 udp 1 192.0.2.1 65536 typ host",
        ] {
            assert_eq!(Candidate::parse(value), None, "{value}");
        }
    }
}
