//! Where this server may send requests that others than its operator name.

use crate::forwarded::Network;
use axum::http::Uri;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

/// Longest URL, in bytes.
const LONGEST: usize = 2048;

/// What may be reached: public addresses by TLS, and those that the operator listed, also without.
#[derive(Clone, Default)]
pub(crate) struct Destinations {
    listed: Arc<[Network]>,
    this_machine: bool,
}

/// Why a URL is none to send to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Refused {
    /// It is no URL of that kind.
    #[error("url must look like https://host.example/path, without a user's name, at most 2048 bytes")]
    Shape,
    /// It is without TLS.
    #[error("url must begin with https://; http:// may be used for addresses that the settings list")]
    Plain,
    /// Its address is not public.
    #[error("url names an address that is not public; private_destinations in the settings can allow it")]
    Private,
}

impl Destinations {
    /// The listed networks may be reached besides public addresses, and this machine itself if that is said.
    #[must_use]
    pub(crate) fn new(listed: &[Network], this_machine: bool) -> Self {
        Self {
            listed: listed.into(),
            this_machine,
        }
    }

    /// Whether requests may go to an address; `plain`: without TLS.
    #[must_use]
    pub(crate) fn allow(&self, address: IpAddr, plain: bool) -> bool {
        let listed = self.listed.iter().any(|network| network.contains(address));
        let own = self.this_machine && address.to_canonical().is_loopback();
        listed || own || (!plain && is_public(address))
    }

    /// Reads a URL that requests may go to, as far as that can be seen without asking for its name: that is done when
    /// connecting, with the very addresses that are connected to.
    ///
    /// # Errors
    /// [`Refused`].
    pub(crate) fn check(&self, url: &str) -> Result<Uri, Refused> {
        if url.len() > LONGEST {
            return Err(Refused::Shape);
        }
        let uri: Uri = url.parse().map_err(|_| Refused::Shape)?;
        let authority = uri.authority().ok_or(Refused::Shape)?;
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(Refused::Shape);
        }
        let plain = match uri.scheme_str() {
            Some("https") => false,
            Some("http") => true,
            _ => return Err(Refused::Shape),
        };
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        match host.parse() {
            Ok(address) if self.allow(address, plain) => Ok(uri),
            Ok(address) if plain && self.allow(address, false) => Err(Refused::Plain),
            Ok(_) => Err(Refused::Private),
            Err(_) if !plain || !self.listed.is_empty() => Ok(uri),
            Err(_) if self.this_machine && host.eq_ignore_ascii_case("localhost") => Ok(uri),
            Err(_) => Err(Refused::Plain),
        }
    }
}

/// Whether anybody on the internet may have the address: what the IANA registries of special addresses leave.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_special = match (first, second) {
        // "This" network, shared space (RFC 6598), benchmarks (RFC 2544), class E with broadcast (RFC 1112).
        (0 | 240..=255, _) | (100, 64..=127) | (198, 18 | 19) => true,
        // Protocol assignments (RFC 6890), 6to4 relays (RFC 7526).
        (192, 0) => third == 0,
        (192, 88) => third == 99,
        _ => address.is_private() || address.is_loopback() || address.is_link_local(),
    };
    !is_special && !address.is_documentation() && !address.is_multicast()
}

/// Global unicast is 2000::/3 (RFC 4291 section 2.4); of that what wraps IPv4 or is for protocols and books is left out.
fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        [0x2001, 0..=0x01ff, ..] | [0x2001, 0x0db8, ..] | [0x2002, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        [first, ..] => first >> 13 == 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn public_addresses_are_those_of_the_internet() {
        for address in [
            "1.1.1.1",
            "203.0.114.1",
            "192.1.0.1",
            "100.128.0.1",
            "2606:4700::1",
            "::ffff:1.1.1.1",
        ] {
            assert!(is_public(ip(address)), "{address}");
        }
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "127.0.0.1",
            "100.64.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::7f00:1",
            "64:ff9b::a00:1",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
        ] {
            assert!(!is_public(ip(address)), "{address}");
        }
    }

    #[test]
    fn a_listed_network_opens_itself_alone() {
        let listed = Destinations::new(&["10.1.0.0/16".parse().expect("a network")], false);
        assert!(listed.check("http://10.1.2.3:8080/hook").is_ok());
        assert!(listed.check("https://10.1.2.3/hook").is_ok());
        assert_eq!(listed.check("https://10.2.0.1/"), Err(Refused::Private));
        assert_eq!(listed.check("http://1.1.1.1/"), Err(Refused::Plain));
        // The name may be one of the network; connecting shows.
        assert!(listed.check("http://ehr.clinic.example/").is_ok());
    }

    #[test]
    fn without_a_list_there_are_public_addresses_by_tls() {
        let none = Destinations::default();
        assert!(none.check("https://hooks.example/a?b=c").is_ok());
        for (url, why) in [
            ("http://hooks.example/", Refused::Plain),
            ("https://127.0.0.1/", Refused::Private),
            ("https://[::1]/", Refused::Private),
            ("https://[::ffff:10.0.0.1]/", Refused::Private),
            ("https://user@hooks.example/", Refused::Shape),
            ("ftp://hooks.example/", Refused::Shape),
            ("/hooks", Refused::Shape),
            ("hooks.example", Refused::Shape),
            ("", Refused::Shape),
        ] {
            assert_eq!(none.check(url), Err(why), "{url}");
        }
        let own = Destinations::new(&[], true);
        assert!(own.check("http://127.0.0.1:9000/").is_ok() && own.check("http://[::1]:9000/").is_ok());
        assert!(own.check("http://localhost:9000/").is_ok());
        assert_eq!(own.check("http://hooks.example/"), Err(Refused::Plain));
        assert_eq!(own.check("https://192.168.0.1/"), Err(Refused::Private));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,80}") {
            let _ = Destinations::default().check(&text);
        }

        #[test]
        fn no_url_of_an_address_gets_past_the_address(bits in any::<u32>(), plain in any::<bool>()) {
            let address = Ipv4Addr::from(bits);
            let scheme = if plain { "http" } else { "https" };
            let url = format!("{scheme}://{address}/");
            let allowed = Destinations::default().check(&url).is_ok();
            prop_assert_eq!(allowed, !plain && is_public(address.into()));
        }
    }
}
