//! The one UDP socket of the media node.

use super::name::Family;
use super::steering::steer;
use socket2::{Domain, Protocol, SockRef, Socket, Type};
use std::io;
use std::mem::size_of;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};

/// Kernel buffers asked for, in bytes; less is accepted. A second of 32 Mbit/s outlives any hiccup of the thread.
const BUFFER: usize = 4 << 20;

/// A UDP socket that tells each datagram's local address and never blocks.
#[derive(Debug)]
pub struct MediaSocket {
    fd: OwnedFd,
    /// Where what tells of arrivals comes to.
    arrivals: Option<OwnedFd>,
    family: Family,
    local: SocketAddr,
    segmentation: bool,
}

impl MediaSocket {
    /// Binds `listen`. `[::]` takes IPv4 as well, and stands for `0.0.0.0` on a host without IPv6.
    ///
    /// # Errors
    /// The system's refusal: the address is taken, not the host's, or the port needs a privilege.
    pub fn bind(listen: SocketAddr) -> io::Result<Self> {
        match Self::open(listen, false) {
            Err(refused) if lacks_ipv6(&refused) && listen.is_ipv6() && listen.ip().is_unspecified() => {
                Self::open(
                    SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), listen.port()),
                    false,
                )
            }
            opened => opened,
        }
    }

    /// Binds `count` sockets to one address, among which the kernel shares datagrams out by their 5-tuples. One alone gets
    /// what tells of arrivals apart, if the kernel can do so.
    ///
    /// # Errors
    /// As [`bind`](Self::bind).
    pub fn bind_group(listen: SocketAddr, count: usize) -> io::Result<Vec<Self>> {
        // The first is bound alone, so that a port of another program stays refused; it lets the others in afterwards.
        let mut first = Self::bind(listen)?;
        let local = first.local;
        SockRef::from(&first).set_reuse_port(true)?;
        if count == 1 {
            let second = Self::open(local, true)?;
            first.arrivals = steer(&first.fd).is_ok().then_some(second.fd);
        }
        let others = (1..count).map(|_| Self::open(local, true));
        std::iter::once(Ok(first)).chain(others).collect()
    }

    fn open(listen: SocketAddr, joins: bool) -> io::Result<Self> {
        let socket = Socket::new(Domain::for_address(listen), Type::DGRAM, Some(Protocol::UDP))?;
        socket.set_nonblocking(true)?;
        socket.set_reuse_port(joins)?;
        let family = if listen.is_ipv6() {
            socket.set_only_v6(!listen.ip().is_unspecified())?;
            set(&socket, libc::IPPROTO_IPV6, libc::IPV6_RECVPKTINFO, 1)?;
            Family::V6
        } else {
            set(&socket, libc::IPPROTO_IP, libc::IP_PKTINFO, 1)?;
            Family::V4
        };
        socket.bind(&listen.into())?;
        enlarge_buffers(&socket);
        let local = socket.local_addr()?.as_socket();
        let local = local.ok_or_else(|| io::Error::other("a UDP socket has an IP address"))?;
        Ok(Self {
            segmentation: knows_segmentation(&socket),
            fd: socket.into(),
            arrivals: None,
            family,
            local,
        })
    }

    /// The bound address; its IP may be unspecified, its port is the true one.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }

    /// Whether IPv6 clients can reach it.
    #[must_use]
    pub fn takes_ipv6(&self) -> bool {
        self.family == Family::V6
    }

    /// Whether IPv4 clients can reach it.
    #[must_use]
    pub fn takes_ipv4(&self) -> bool {
        self.family == Family::V4 || self.local.ip().is_unspecified()
    }

    /// Whether the kernel knows `UDP_SEGMENT`.
    #[must_use]
    pub fn segmentation(&self) -> bool {
        self.segmentation
    }

    /// The bytes that the kernel granted for receiving and for sending, as it counts them: packets with their overhead.
    ///
    /// # Errors
    /// The system refuses to tell.
    pub fn buffers(&self) -> io::Result<(usize, usize)> {
        let socket = SockRef::from(self);
        Ok((socket.recv_buffer_size()?, socket.send_buffer_size()?))
    }

    pub(super) fn family(&self) -> Family {
        self.family
    }

    pub(super) fn raw(&self) -> RawFd {
        self.fd.as_raw_fd()
    }

    /// The socket for what tells of arrivals, where it is another.
    pub(super) fn raw_of_arrivals(&self) -> Option<RawFd> {
        self.arrivals.as_ref().map(AsRawFd::as_raw_fd)
    }
}

#[cfg(test)]
impl MediaSocket {
    /// Sends without checksums, with which Linux refuses `UDP_SEGMENT` though it knows the option.
    pub(super) fn refuse_segmentation(&self) {
        set(&self.fd, libc::SOL_SOCKET, libc::SO_NO_CHECK, 1).expect("an option of every kernel");
    }
}

impl AsFd for MediaSocket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

/// Whether a bind failed for want of IPv6, not for the port.
fn lacks_ipv6(refused: &io::Error) -> bool {
    matches!(
        refused.raw_os_error(),
        Some(libc::EAFNOSUPPORT | libc::EADDRNOTAVAIL | libc::EPROTONOSUPPORT)
    )
}

/// Asks for big buffers beyond the system's limit where allowed (root), up to it otherwise. Small buffers cost
/// packets under load, not service, so a refusal is no error.
fn enlarge_buffers(socket: &Socket) {
    let bytes = BUFFER as libc::c_int;
    if set(socket, libc::SOL_SOCKET, libc::SO_RCVBUFFORCE, bytes).is_err() {
        let _ = SockRef::from(socket).set_recv_buffer_size(BUFFER);
    }
    if set(socket, libc::SOL_SOCKET, libc::SO_SNDBUFFORCE, bytes).is_err() {
        let _ = SockRef::from(socket).set_send_buffer_size(BUFFER);
    }
}

/// Sets an option of a socket whose value is a `T`; a pointer in it must be valid.
pub(super) fn set<T: Copy>(
    socket: &impl AsRawFd,
    level: libc::c_int,
    option: libc::c_int,
    value: T,
) -> io::Result<()> {
    let len = size_of::<T>() as libc::socklen_t;
    // SAFETY: the value outlives the call, its length is told.
    let done = unsafe { libc::setsockopt(socket.as_raw_fd(), level, option, (&raw const value).cast(), len) };
    if done == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

/// Asks for the socket's segment size: kernels before 4.18 do not know the option.
fn knows_segmentation(socket: &Socket) -> bool {
    let mut value: libc::c_int = 0;
    let mut len = size_of::<libc::c_int>() as libc::socklen_t;
    // SAFETY: both places outlive the call, the length is that of the first.
    let done = unsafe {
        let value = (&raw mut value).cast();
        libc::getsockopt(
            socket.as_raw_fd(),
            libc::SOL_UDP,
            libc::UDP_SEGMENT,
            value,
            &raw mut len,
        )
    };
    done == 0
}
