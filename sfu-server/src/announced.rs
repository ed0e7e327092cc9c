//! The addresses that clients are told.

use crate::socket::{MediaSocket, interface_addresses};
use crate::start_error::StartError;
use std::net::{IpAddr, SocketAddr};
use transport::Protocol;
use transport::sdp::Candidate;

/// The candidates that clients are told, in their order of preference: all of UDP, then of TCP where one of `tcp`'s
/// listeners accepts what is sent to the address.
pub(crate) fn candidates(
    announce: Vec<IpAddr>,
    socket: &MediaSocket,
    tcp: &[SocketAddr],
) -> Result<Vec<Candidate>, StartError> {
    let is_named = !announce.is_empty();
    let addresses = addresses(announce, socket)?;
    let by_udp = addresses.iter().map(|ip| Candidate {
        protocol: Protocol::Udp,
        address: SocketAddr::new(*ip, socket.local_addr().port()),
    });
    let by_tcp = addresses.iter().filter_map(|ip| {
        let listener = tcp
            .iter()
            .find(|listener| accepts(listener.ip(), *ip, is_named))?;
        Some(Candidate {
            protocol: Protocol::Tcp,
            address: SocketAddr::new(*ip, listener.port()),
        })
    });
    Ok(by_udp.chain(by_tcp).collect())
}

/// Whether what is sent to `announced` comes to a listener. Addresses that were named may be those of a router before a
/// listener on an address of its own, never before one on loopback: that is for a proxy on this host.
fn accepts(listener: IpAddr, announced: IpAddr, is_named: bool) -> bool {
    match listener {
        IpAddr::V4(ip) if ip.is_unspecified() => announced.is_ipv4(),
        IpAddr::V6(ip) if ip.is_unspecified() => true,
        ip => ip == announced || (is_named && !ip.is_loopback() && ip.is_ipv4() == announced.is_ipv4()),
    }
}

fn addresses(announce: Vec<IpAddr>, socket: &MediaSocket) -> Result<Vec<IpAddr>, StartError> {
    let local = socket.local_addr();
    let addresses = if !announce.is_empty() {
        announce
    } else if local.ip().is_unspecified() {
        let mut all = interface_addresses().map_err(StartError::System)?;
        all.retain(|ip| {
            if ip.is_ipv4() {
                socket.takes_ipv4()
            } else {
                socket.takes_ipv6()
            }
        });
        // Loopback last: it serves nobody but a browser on this very host.
        all.sort_by_key(IpAddr::is_loopback);
        all
    } else {
        vec![local.ip()]
    };
    if addresses.is_empty() {
        return Err(StartError::NoAddress);
    }
    Ok(addresses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announced_are_the_named_addresses_or_all_that_can_be_reached() {
        let bind = |listen: &str| MediaSocket::bind(listen.parse().unwrap()).unwrap();
        let (any, one) = (bind("[::]:0"), bind("127.0.0.1:0"));
        let port = any.local_addr().port();
        let named: IpAddr = "203.0.113.5".parse().unwrap();
        let candidates = |announce, socket| -> Vec<SocketAddr> {
            let told = candidates(announce, socket, &[]).unwrap();
            told.iter().map(|candidate| candidate.address).collect()
        };
        assert_eq!(candidates(vec![named], &any), [SocketAddr::new(named, port)]);
        assert_eq!(candidates(Vec::new(), &one), [one.local_addr()]);
        let all = candidates(Vec::new(), &any);
        assert!(all.contains(&SocketAddr::from(([127, 0, 0, 1], port))));
        let four = candidates(Vec::new(), &bind("0.0.0.0:0"));
        assert!(!four.is_empty() && four.iter().all(SocketAddr::is_ipv4));
    }

    #[test]
    fn tcp_is_announced_only_where_it_is_accepted() {
        let socket = MediaSocket::bind("[::]:0".parse().unwrap()).unwrap();
        let by_tcp = |announce: &[&str], listeners: &[&str]| -> Vec<String> {
            let announce = announce.iter().map(|ip| ip.parse().unwrap()).collect();
            let listeners: Vec<_> = listeners.iter().map(|address| address.parse().unwrap()).collect();
            let told = candidates(announce, &socket, &listeners).unwrap();
            let tcp = told
                .iter()
                .filter(|candidate| candidate.protocol == Protocol::Tcp);
            tcp.map(|candidate| candidate.address.to_string()).collect()
        };
        let named = ["203.0.113.5", "2001:db8::5"];
        assert!(by_tcp(&named, &[]).is_empty());
        assert!(by_tcp(&named, &["127.0.0.1:443", "[::1]:443"]).is_empty());
        assert_eq!(by_tcp(&named, &["0.0.0.0:443"]), ["203.0.113.5:443"]);
        assert_eq!(by_tcp(&named, &["10.0.0.5:443"]), ["203.0.113.5:443"]);
        assert_eq!(
            by_tcp(&named, &["[::]:443"]),
            ["203.0.113.5:443", "[2001:db8::5]:443"]
        );
        assert_eq!(by_tcp(&[], &["127.0.0.1:8080"]), ["127.0.0.1:8080"]);
    }
}
