//! Socket addresses as the kernel writes them.

use std::mem::size_of;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};

/// The address family of a socket.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Family {
    /// IPv4 alone.
    V4,
    /// IPv6, or both with IPv4 as mapped addresses (RFC 4291 section 2.5.5.2).
    V6,
}

/// An address of either family, as `msg_name` points to it.
#[derive(Clone, Copy)]
#[repr(C)]
pub(super) union Name {
    v4: libc::sockaddr_in,
    v6: libc::sockaddr_in6,
}

impl Name {
    /// Bytes that the kernel may write.
    pub(super) const SPACE: libc::socklen_t = size_of::<Self>() as libc::socklen_t;

    /// The address in a socket's family with the length to tell the kernel; `None` for IPv6 on an IPv4 socket.
    pub(super) fn new(family: Family, address: SocketAddr) -> Option<(Self, libc::socklen_t)> {
        match (family, address) {
            (Family::V4, SocketAddr::V4(to)) => {
                let v4 = libc::sockaddr_in {
                    sin_family: libc::AF_INET as libc::sa_family_t,
                    sin_port: to.port().to_be(),
                    sin_addr: in_addr(*to.ip()),
                    sin_zero: [0; 8],
                };
                // SAFETY: zero is a value of both fields.
                let mut name: Self = unsafe { std::mem::zeroed() };
                name.v4 = v4;
                Some((name, size_of::<libc::sockaddr_in>() as libc::socklen_t))
            }
            (Family::V4, SocketAddr::V6(_)) => None,
            (Family::V6, address) => {
                let v6 = libc::sockaddr_in6 {
                    sin6_family: libc::AF_INET6 as libc::sa_family_t,
                    sin6_port: address.port().to_be(),
                    sin6_flowinfo: 0,
                    sin6_addr: in6_addr(mapped(address.ip())),
                    sin6_scope_id: if let SocketAddr::V6(to) = address {
                        to.scope_id()
                    } else {
                        0
                    },
                };
                Some((Self { v6 }, size_of::<libc::sockaddr_in6>() as libc::socklen_t))
            }
        }
    }

    /// Reads an address that libc points to; `None` for a family that is not IP.
    ///
    /// # Safety
    /// `from` must point to an address of `family`, complete.
    pub(super) unsafe fn read(family: libc::c_int, from: *const libc::sockaddr) -> Option<Self> {
        // SAFETY: by the caller's promise the address is as long as its family says; zero is an address.
        unsafe {
            let mut name: Self = std::mem::zeroed();
            match family {
                libc::AF_INET => name.v4 = from.cast::<libc::sockaddr_in>().read_unaligned(),
                libc::AF_INET6 => name.v6 = from.cast::<libc::sockaddr_in6>().read_unaligned(),
                _ => return None,
            }
            Some(name)
        }
    }

    /// The address that the kernel wrote, IPv4 as IPv4; `None` for another family.
    pub(super) fn address(&self) -> Option<SocketAddr> {
        // SAFETY: both fields are plain integers of which every bit pattern is valid, the union is initialised in full
        // (zeroed, or written by `new`), and both begin with the family.
        let (family, v4, v6) = unsafe { (self.v4.sin_family, self.v4, self.v6) };
        match libc::c_int::from(family) {
            libc::AF_INET => Some(SocketAddr::new(
                IpAddr::V4(Ipv4Addr::from(u32::from_be(v4.sin_addr.s_addr))),
                u16::from_be(v4.sin_port),
            )),
            libc::AF_INET6 => {
                let ip = Ipv6Addr::from(v6.sin6_addr.s6_addr);
                let port = u16::from_be(v6.sin6_port);
                // The flow label is not part of whom we talk to: without it tuples of one client compare equal.
                Some(match ip.to_ipv4_mapped() {
                    Some(v4) => SocketAddr::new(IpAddr::V4(v4), port),
                    None => SocketAddr::V6(SocketAddrV6::new(ip, port, 0, v6.sin6_scope_id)),
                })
            }
            _ => None,
        }
    }
}

/// An IPv4 address as the kernel writes it.
pub(super) fn in_addr(ip: Ipv4Addr) -> libc::in_addr {
    libc::in_addr {
        s_addr: u32::from(ip).to_be(),
    }
}

/// An IPv6 address as the kernel writes it.
pub(super) fn in6_addr(ip: Ipv6Addr) -> libc::in6_addr {
    libc::in6_addr { s6_addr: ip.octets() }
}

/// Any address as IPv6.
pub(super) fn mapped(ip: IpAddr) -> Ipv6Addr {
    match ip {
        IpAddr::V4(v4) => v4.to_ipv6_mapped(),
        IpAddr::V6(v6) => v6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_survive_the_kernel_form() {
        for (family, text) in [
            (Family::V4, "192.0.2.7:443"),
            (Family::V6, "192.0.2.7:443"),
            (Family::V6, "[2001:db8::7]:443"),
            (Family::V6, "[fe80::7%3]:443"),
        ] {
            let address: SocketAddr = text.parse().unwrap();
            let (name, _) = Name::new(family, address).unwrap();
            assert_eq!(name.address(), Some(address));
        }
        assert!(Name::new(Family::V4, "[::1]:1".parse().unwrap()).is_none());
    }
}
