//! The TCP sockets that browsers reach.

use crate::failure::Failure;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use tokio::net::TcpListener;

/// Listens on `listen`. A loopback address of one family brings that of the other with it, where the machine has it:
/// browsers try `::1` and `127.0.0.1` for `localhost` in an order of their own.
///
/// # Errors
/// `listen` cannot be had.
pub(crate) async fn bind(listen: SocketAddr) -> Result<Vec<TcpListener>, Failure> {
    let first = one(listen).await?;
    let port = first.local_addr()?.port();
    let mut listeners = vec![first];
    if let Some(ip) = twin(listen.ip()) {
        match one(SocketAddr::new(ip, port)).await {
            Ok(second) => listeners.push(second),
            Err(failure) if is_taken(&failure) => return Err(failure),
            // A machine without IPv6 has one loopback address only.
            Err(_) => tracing::debug!("no second loopback address"),
        }
    }
    Ok(listeners)
}

async fn one(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address)
        .await
        .map_err(|cause| Failure::Listen { address, cause })
}

fn twin(ip: IpAddr) -> Option<IpAddr> {
    match ip {
        IpAddr::V4(Ipv4Addr::LOCALHOST) => Some(Ipv6Addr::LOCALHOST.into()),
        IpAddr::V6(Ipv6Addr::LOCALHOST) => Some(Ipv4Addr::LOCALHOST.into()),
        _ => None,
    }
}

fn is_taken(failure: &Failure) -> bool {
    matches!(failure, Failure::Listen { cause, .. } if cause.kind() == io::ErrorKind::AddrInUse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn loopback_is_reached_by_both_its_addresses_and_by_nobody_else() {
        let listeners = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .await
            .expect("binds");
        let addresses: Vec<_> = listeners
            .iter()
            .map(|one| one.local_addr().expect("is bound"))
            .collect();
        assert!(addresses.iter().all(|address| address.ip().is_loopback()));
        assert!(
            addresses
                .iter()
                .all(|address| address.port() == addresses[0].port())
        );
    }

    #[tokio::test]
    async fn a_taken_port_is_told() {
        let taken = TcpListener::bind("127.0.0.1:0").await.expect("binds");
        let address = taken.local_addr().expect("is bound");
        let line = bind(address).await.expect_err("is taken").to_string();
        assert!(line.contains("taken by another program"), "{line}");
    }
}
