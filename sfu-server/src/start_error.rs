//! Why the media node does not start.

use std::io;
use std::net::SocketAddr;

/// Why the media node does not start, one sentence for the operator each.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another program listens there.
    #[error("UDP port {0} is in use by another program")]
    PortTaken(u16),
    /// A port below 1024 without the privilege.
    #[error("no permission to bind UDP port {0}: run as root or grant CAP_NET_BIND_SERVICE")]
    NoPermission(u16),
    /// The address is none of this host's.
    #[error("{0} is not an address of this host")]
    ForeignAddress(std::net::IpAddr),
    /// Any other refusal to bind.
    #[error("cannot listen on UDP {0}: {1}")]
    Bind(SocketAddr, #[source] io::Error),
    /// No interface is up and none was named.
    #[error("this host has no address to announce to clients: name one in VESTIBULE_MEDIA_ADDRESSES")]
    NoAddress,
    /// The DTLS certificate could not be made.
    #[error("cannot make a DTLS certificate: {0}")]
    Certificate(String),
    /// Another node of this process has the metrics' names.
    #[error("cannot register the media metrics: {0}")]
    Metrics(String),
    /// A number of threads that is not served.
    #[error("{0} media threads were asked for: 1 to 64 can run")]
    Threads(usize),
    /// The system gives no file descriptor, thread or list of interfaces.
    #[error("the system refuses what a media thread needs: {0}")]
    System(#[source] io::Error),
}

impl StartError {
    pub(crate) fn bind(listen: SocketAddr, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::AddrInUse => Self::PortTaken(listen.port()),
            io::ErrorKind::PermissionDenied => Self::NoPermission(listen.port()),
            io::ErrorKind::AddrNotAvailable => Self::ForeignAddress(listen.ip()),
            _ => Self::Bind(listen, error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_is_a_sentence_that_names_the_remedy() {
        let listen: SocketAddr = "[::]:443".parse().unwrap();
        let told = |kind: io::ErrorKind| StartError::bind(listen, kind.into()).to_string();
        assert_eq!(
            told(io::ErrorKind::AddrInUse),
            "UDP port 443 is in use by another program"
        );
        assert_eq!(
            told(io::ErrorKind::PermissionDenied),
            "no permission to bind UDP port 443: run as root or grant CAP_NET_BIND_SERVICE"
        );
        assert_eq!(
            told(io::ErrorKind::AddrNotAvailable),
            ":: is not an address of this host"
        );
    }
}
