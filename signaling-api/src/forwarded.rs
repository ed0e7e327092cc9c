//! Whose request a reverse proxy passes on.

use axum::http::HeaderMap;
use serde::Deserialize;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// Bits of an address here: those of IPv4 are written as IPv6 has them (RFC 4291 section 2.5.5.2).
const BITS: u8 = 128;

/// Addresses that begin alike, `192.0.2.0/24`, `2001:db8::/32` or a single one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    first: u128,
    mask: u128,
}

/// Why a text is no [`Network`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoNetwork {
    /// It does not begin with an address.
    #[error("not an address or a network, as 192.0.2.7 or 192.0.2.0/24")]
    Address,
    /// The length is no number, or too large for the address.
    #[error("the length of the network is not one of its addresses")]
    Length,
    /// Everybody is in it.
    #[error("everybody would be trusted; name the proxies alone")]
    Everybody,
}

impl Network {
    /// Whether `address`, in either way of writing IPv4, is one of these.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        (bits(address) ^ self.first) & self.mask == 0
    }
}

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let (address, length) = text
            .split_once('/')
            .map_or((text, None), |(address, length)| (address, Some(length)));
        let address: IpAddr = address.parse().map_err(|_| NoNetwork::Address)?;
        let longest = if address.is_ipv4() { 32 } else { BITS };
        let length = match length {
            Some(length) => length.parse().map_err(|_| NoNetwork::Length)?,
            None => longest,
        };
        // How many bits at the end are left open.
        let open = longest.checked_sub(length).ok_or(NoNetwork::Length)?;
        if length == 0 {
            return Err(NoNetwork::Everybody);
        }
        let mask = u128::MAX << open;
        let first = bits(address) & mask;
        Ok(Self { first, mask })
    }
}

impl TryFrom<String> for Network {
    type Error = NoNetwork;

    fn try_from(text: String) -> Result<Self, NoNetwork> {
        text.parse()
    }
}

/// Where a request comes from that `peer` sent: each trusted proxy is believed who came to it, which it appended to
/// `X-Forwarded-For`; what stands further to the left anybody may have written.
#[must_use]
pub(crate) fn origin(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let lines = headers.get_all("x-forwarded-for").iter().rev();
    let mut hops = lines.flat_map(|line| line.to_str().unwrap_or_default().rsplit(','));
    let mut nearest = peer.to_canonical();
    while trusted.iter().any(|network| network.contains(nearest))
        && let Some(before) = hops.next().and_then(hop)
    {
        nearest = before;
    }
    nearest
}

/// An address, which some proxies write with the port.
fn hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let with_port = || text.parse().map(|address: SocketAddr| address.ip()).ok();
    let address = text.parse().ok().or_else(with_port);
    Some(address?.to_canonical())
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn network(text: &str) -> Network {
        text.parse().expect("a network")
    }

    fn origin_by(peer: &str, lines: &[&str]) -> String {
        let trusted = [network("10.0.0.0/8"), network("2001:db8::1")];
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_str(line).expect("a value"));
        }
        origin(ip(peer), &headers, &trusted).to_string()
    }

    #[test]
    fn a_network_is_its_own_addresses() {
        assert!(network("192.0.2.0/24").contains(ip("192.0.2.255")));
        assert!(network("192.0.2.77/24").contains(ip("::ffff:192.0.2.1")));
        assert!(!network("192.0.2.0/24").contains(ip("192.0.3.0")));
        assert!(!network("192.0.2.7").contains(ip("192.0.2.6")));
        assert!(network("2001:db8::/32").contains(ip("2001:db8:ffff::1")));
        assert!(!network("2001:db8::/32").contains(ip("2001:db9::1")));
        for (text, problem) in [
            ("", NoNetwork::Address),
            ("proxy", NoNetwork::Address),
            ("10.0.0.0/33", NoNetwork::Length),
            ("10.0.0.0/", NoNetwork::Length),
            ("::/129", NoNetwork::Length),
            ("0.0.0.0/0", NoNetwork::Everybody),
            ("::/0", NoNetwork::Everybody),
        ] {
            assert_eq!(text.parse::<Network>(), Err(problem), "{text}");
        }
    }

    #[test]
    fn the_last_who_is_no_proxy_of_ours_is_the_client() {
        assert_eq!(origin_by("10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(origin_by("10.0.0.1", &["6.6.6.6, 203.0.113.9"]), "203.0.113.9");
        assert_eq!(
            origin_by("10.0.0.1", &["6.6.6.6", "203.0.113.9 , 10.0.0.2"]),
            "203.0.113.9"
        );
        assert_eq!(origin_by("2001:db8::1", &["203.0.113.9:4711"]), "203.0.113.9");
        assert_eq!(
            origin_by("::ffff:10.0.0.1", &["[2001:db8::9]:4711"]),
            "2001:db8::9"
        );
        assert_eq!(
            origin_by("10.0.0.1", &["10.0.0.3,10.0.0.2"]),
            "10.0.0.3",
            "within the clinic"
        );
    }

    #[test]
    fn nobody_else_is_believed() {
        assert_eq!(origin_by("198.51.100.7", &["203.0.113.9"]), "198.51.100.7");
        assert_eq!(origin_by("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(origin_by("10.0.0.1", &["203.0.113.9, unknown"]), "10.0.0.1");
        assert_eq!(origin_by("10.0.0.1", &["203.0.113.9,"]), "10.0.0.1");
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,60}") {
            let _ = text.parse::<Network>();
            let _ = hop(&text);
        }

        #[test]
        fn what_a_client_writes_never_names_another(forged in proptest::collection::vec("[ -~]{0,40}", 0..4)) {
            let mut lines: Vec<&str> = forged.iter().map(String::as_str).collect();
            prop_assert_eq!(origin_by("198.51.100.7", &lines), "198.51.100.7");
            lines.push("203.0.113.9");
            prop_assert_eq!(origin_by("10.0.0.1", &lines), "203.0.113.9");
        }

        #[test]
        fn a_network_contains_what_begins_alike(address: u32, other: u32, length in 1_u8..=32) {
            let [address, other] = [address, other].map(std::net::Ipv4Addr::from_bits);
            let alike = (address.to_bits() ^ other.to_bits()).leading_zeros() >= length.into();
            let parsed = network(&format!("{address}/{length}"));
            prop_assert_eq!(parsed.contains(other.into()), alike);
        }
    }
}
