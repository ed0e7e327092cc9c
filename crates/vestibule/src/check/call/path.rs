//! The paths of media between a browser and the server, each as this check takes it.

use super::super::finding::Finding;
use super::super::site::Site;
use super::answer::Candidate;
use caller::{Bridge, Relay, Way};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

const UDP: &str = "call, UDP";
const UDP_IPV6: &str = "call, UDP, IPv6";
const TCP: &str = "call, ICE-TCP";
const TURN_TCP: &str = "call, TURN by TCP";
const TURN_TLS: &str = "call, TURN by TLS";
/// By which the front door knows TURN within TLS (RFC 7443).
const TURN_PROTOCOL: &[u8] = b"stun.turn";

/// A path.
#[derive(Clone, Debug)]
pub(crate) enum Path {
    /// ICE by UDP.
    Udp(SocketAddr),
    /// ICE by TCP.
    Tcp(SocketAddr),
    /// A relay, at host and port, whose peer is the server's candidate of UDP.
    Relayed {
        /// With its URL as the server tells it.
        relay: Relay,
        /// The URL's host and port.
        host: (String, u16),
        /// Whether by TLS.
        is_secure: bool,
        /// The server's candidate of UDP.
        peer: SocketAddr,
    },
}

/// A path that is open: as long as this value is there.
pub(crate) struct Open {
    /// From which address the other stack sends.
    pub(crate) local: IpAddr,
    /// The path as the stack takes it.
    pub(crate) way: Way,
    _bridge: Option<Bridge>,
}

/// The paths to the best candidate of each kind.
pub(crate) fn direct(candidates: &[Candidate]) -> Vec<Path> {
    let tcp = first(candidates, true, false).or(first(candidates, true, true));
    let udp = [false, true].map(|is_ipv6| first(candidates, false, is_ipv6));
    let udp = udp.into_iter().flatten().map(Path::Udp);
    udp.chain(tcp.map(Path::Tcp)).collect()
}

/// The paths by the first relay of each kind.
pub(crate) fn by_relays(candidates: &[Candidate], relays: &[Relay]) -> Vec<Path> {
    let Some(peer) = first(candidates, false, false).or(first(candidates, false, true)) else {
        return Vec::new();
    };
    let known = [false, true].map(|is_secure| relays.iter().find_map(|one| relayed(one, is_secure, peer)));
    known.into_iter().flatten().collect()
}

fn first(candidates: &[Candidate], is_tcp: bool, is_ipv6: bool) -> Option<SocketAddr> {
    let fits = |one: &&Candidate| one.is_tcp == is_tcp && one.address.is_ipv6() == is_ipv6;
    candidates.iter().find(fits).map(|one| one.address)
}

/// The kinds that every server should have and this one does not tell of.
pub(crate) fn missing(candidates: &[Candidate], relays: &[Relay]) -> Vec<Finding> {
    let (mut findings, by_tcp) = (Vec::new(), candidates.iter().any(|one| one.is_tcp));
    if !by_tcp {
        findings.push(Finding::warn(
            TCP,
            "no address by TCP is announced, so networks without UDP are shut out",
            "let the server listen on the announced address itself, not on loopback behind a proxy",
        ));
    }
    if relays.is_empty() {
        findings.push(Finding::warn(
            TURN_TCP,
            "no relay is told of, so networks that pass nothing but TURN are shut out",
            "turn = true, and no proxy before the port",
        ));
    }
    findings
}

fn relayed(relay: &Relay, is_secure: bool, peer: SocketAddr) -> Option<Path> {
    let scheme = if is_secure { "turns:" } else { "turn:" };
    let (authority, transport) = relay.url.strip_prefix(scheme)?.split_once('?')?;
    let (host, port) = authority.rsplit_once(':')?;
    let host = host.trim_matches(['[', ']']).to_owned();
    (transport == "transport=tcp").then_some(())?;
    Some(Path::Relayed {
        relay: relay.clone(),
        host: (host, port.parse().ok()?),
        is_secure,
        peer,
    })
}

impl Path {
    /// The name of its line.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Udp(address) if address.is_ipv6() => UDP_IPV6,
            Self::Udp(_) => UDP,
            Self::Tcp(_) => TCP,
            Self::Relayed { is_secure: false, .. } => TURN_TCP,
            Self::Relayed { is_secure: true, .. } => TURN_TLS,
        }
    }

    /// Where it leads, and what of it is not the other stack's.
    pub(crate) fn description(&self) -> String {
        match self {
            Self::Udp(address) | Self::Tcp(address) => address.to_string(),
            // That stack speaks TURN by UDP alone; messages, credentials, checks are its own.
            Self::Relayed {
                host: (host, port), ..
            } => {
                let host = if host.contains(':') {
                    format!("[{host}]")
                } else {
                    host.clone()
                };
                format!("{host}:{port} (the stream is this program's)")
            }
        }
    }

    /// What to do where it fails.
    pub(crate) fn remedy(&self) -> &'static str {
        match self {
            Self::Udp(_) => {
                "let firewall and router pass UDP on this port both ways; correct VESTIBULE_MEDIA_ADDRESSES"
            }
            Self::Tcp(_) => {
                "let firewall, router and proxy pass TCP on this port as it is; correct VESTIBULE_MEDIA_ADDRESSES"
            }
            Self::Relayed { .. } => {
                "let firewall, router and proxy pass TCP on this port as it is; correct public_url"
            }
        }
    }

    /// Opens it.
    ///
    /// # Errors
    /// No connection was made.
    pub(crate) async fn open(&self, site: &Site) -> io::Result<Open> {
        match self {
            Self::Udp(server) => Open::direct(*server, Way::Udp(*server)),
            Self::Tcp(server) => Open::direct(*server, Way::Tcp(*server)),
            Self::Relayed {
                relay,
                host: (host, port),
                is_secure,
                peer,
            } => {
                let stream = site.tcp(host, *port).await?;
                stream.set_nodelay(true)?;
                let bridge = if *is_secure {
                    Bridge::open(site.tls(stream, host, TURN_PROTOCOL).await?).await?
                } else {
                    Bridge::open(stream).await?
                };
                Ok(Open::over(bridge, relay, *peer))
            }
        }
    }
}

impl Open {
    fn direct(server: SocketAddr, way: Way) -> io::Result<Self> {
        Ok(Self {
            local: source(server)?,
            way,
            _bridge: None,
        })
    }

    fn over(bridge: Bridge, relay: &Relay, peer: SocketAddr) -> Self {
        let relay = Relay {
            url: format!("turn:{}?transport=udp", bridge.local_addr()),
            ..relay.clone()
        };
        Self {
            local: Ipv4Addr::LOCALHOST.into(),
            way: Way::Relayed(relay, peer),
            _bridge: Some(bridge),
        }
    }
}

/// The address of this machine from which datagrams to `server` go.
fn source(server: SocketAddr) -> io::Result<IpAddr> {
    let any: IpAddr = match server {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0))?;
    socket.connect(server)?;
    Ok(socket.local_addr()?.ip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_path_for_each_kind_that_is_announced() {
        let candidate = |is_tcp, address: &str| Candidate {
            is_tcp,
            address: address.parse().expect("an address"),
        };
        let relay = |url: &str| Relay {
            url: url.into(),
            username: "u".into(),
            credential: "c".into(),
        };
        let candidates = [
            candidate(false, "10.0.0.5:443"),
            candidate(false, "[2001:db8::5]:443"),
            candidate(false, "127.0.0.1:443"),
            candidate(true, "10.0.0.5:443"),
        ];
        let relays = [
            "turn:10.0.0.5:443?transport=udp",
            "turn:[2001:db8::5]:443?transport=tcp",
            "turns:clinic.example:443?transport=tcp",
        ]
        .map(relay);
        let names = |candidates: &[Candidate], relays: &[Relay]| -> Vec<&str> {
            let paths = [direct(candidates), by_relays(candidates, relays)].concat();
            paths.iter().map(Path::name).collect()
        };
        assert_eq!(
            names(&candidates, &relays),
            [UDP, UDP_IPV6, TCP, TURN_TCP, TURN_TLS]
        );
        assert_eq!(names(&candidates[1..2], &[]), [UDP_IPV6]);
        let lacking = |candidates: &[Candidate], relays: &[Relay]| -> Vec<&str> {
            missing(candidates, relays).iter().map(|one| one.name).collect()
        };
        assert!(lacking(&candidates, &relays).is_empty());
        assert_eq!(lacking(&candidates[..3], &relays), [TCP]);
        assert_eq!(lacking(&candidates, &[]), [TURN_TCP]);
        let paths = by_relays(&candidates, &relays);
        assert!(
            paths[0].description().starts_with("[2001:db8::5]:443"),
            "{paths:?}"
        );
    }
}
