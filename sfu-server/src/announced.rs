//! The addresses that clients are told.

use crate::socket::{MediaSocket, interface_addresses};
use crate::start_error::StartError;
use std::net::{IpAddr, SocketAddr};
use transport::Protocol;
use transport::sdp::Candidate;

/// The addresses that clients are told, in their order of preference.
pub(crate) fn candidates(announce: Vec<IpAddr>, socket: &MediaSocket) -> Result<Vec<Candidate>, StartError> {
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
    Ok(addresses
        .into_iter()
        .map(|ip| Candidate {
            protocol: Protocol::Udp,
            address: SocketAddr::new(ip, local.port()),
        })
        .collect())
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
            let told = candidates(announce, socket).unwrap();
            told.iter().map(|candidate| candidate.address).collect()
        };
        assert_eq!(candidates(vec![named], &any), [SocketAddr::new(named, port)]);
        assert_eq!(candidates(Vec::new(), &one), [one.local_addr()]);
        let all = candidates(Vec::new(), &any);
        assert!(all.contains(&SocketAddr::from(([127, 0, 0, 1], port))));
        let four = candidates(Vec::new(), &bind("0.0.0.0:0"));
        assert!(!four.is_empty() && four.iter().all(SocketAddr::is_ipv4));
    }
}
