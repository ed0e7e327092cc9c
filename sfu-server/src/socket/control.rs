//! Ancillary data: the server's own address of a datagram, the segment size of a run.

use super::name::{Family, in_addr, in6_addr, mapped};
use std::mem::size_of;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Room for ancillary data of one message, aligned as `cmsghdr` asks.
#[derive(Clone, Copy)]
#[repr(C, align(8))]
pub(super) struct Control([u8; Control::SPACE]);

impl Control {
    /// Bytes: packet information of IPv6 (40) with a segment size (24).
    pub(super) const SPACE: usize = 64;

    /// Nothing.
    pub(super) const fn new() -> Self {
        Self([0; Self::SPACE])
    }

    /// Writes the source address that a message leaves from; returns the bytes used, 0 when the kernel shall choose.
    pub(super) fn set_source(&mut self, family: Family, source: IpAddr) -> usize {
        match (family, source) {
            _ if source.is_unspecified() => 0,
            (Family::V4, IpAddr::V4(ip)) => {
                let info = libc::in_pktinfo {
                    ipi_ifindex: 0,
                    ipi_spec_dst: in_addr(ip),
                    ipi_addr: in_addr(Ipv4Addr::UNSPECIFIED),
                };
                self.append(0, libc::IPPROTO_IP, libc::IP_PKTINFO, info)
            }
            (Family::V4, IpAddr::V6(_)) => 0,
            (Family::V6, ip) => {
                let info = libc::in6_pktinfo {
                    ipi6_addr: in6_addr(mapped(ip)),
                    ipi6_ifindex: 0,
                };
                self.append(0, libc::IPPROTO_IPV6, libc::IPV6_PKTINFO, info)
            }
        }
    }

    /// Writes the segment size behind the first `used` bytes; returns the bytes used now.
    pub(super) fn set_segment(&mut self, used: usize, size: u16) -> usize {
        self.append(used, libc::SOL_UDP, libc::UDP_SEGMENT, size)
    }

    fn append<T: Copy>(&mut self, used: usize, level: libc::c_int, kind: libc::c_int, value: T) -> usize {
        let size = size_of::<T>() as libc::c_uint;
        // SAFETY: both only compute with their argument.
        let (space, len) = unsafe { (libc::CMSG_SPACE(size) as usize, libc::CMSG_LEN(size) as usize) };
        let data = len - size as usize;
        assert!(used + space <= Self::SPACE, "ancillary data of two kinds at most");
        // SAFETY: the assertion keeps both writes inside the array; unaligned writes need no alignment.
        unsafe {
            let at = self.0.as_mut_ptr().add(used);
            let mut header: libc::cmsghdr = std::mem::zeroed();
            header.cmsg_len = len as _;
            header.cmsg_level = level;
            header.cmsg_type = kind;
            at.cast::<libc::cmsghdr>().write_unaligned(header);
            at.add(data).cast::<T>().write_unaligned(value);
        }
        used + space
    }
}

/// The server's address that a received message came to.
///
/// # Safety
/// `message` must be as `recvmmsg` left it, its `msg_control` pointing to `msg_controllen` initialised bytes.
pub(super) unsafe fn destination(message: &libc::msghdr) -> Option<IpAddr> {
    // SAFETY: the macros walk within `msg_controllen` by the caller's promise; a header of a kind that was asked for is
    // followed by that kind's struct, read without asking for alignment.
    unsafe {
        let mut header = libc::CMSG_FIRSTHDR(message);
        while !header.is_null() {
            match ((*header).cmsg_level, (*header).cmsg_type) {
                (libc::IPPROTO_IP, libc::IP_PKTINFO) => {
                    let info: libc::in_pktinfo = libc::CMSG_DATA(header)
                        .cast::<libc::in_pktinfo>()
                        .read_unaligned();
                    return Some(IpAddr::V4(Ipv4Addr::from(u32::from_be(info.ipi_spec_dst.s_addr))));
                }
                (libc::IPPROTO_IPV6, libc::IPV6_PKTINFO) => {
                    let info: libc::in6_pktinfo = libc::CMSG_DATA(header)
                        .cast::<libc::in6_pktinfo>()
                        .read_unaligned();
                    return Some(Ipv6Addr::from(info.ipi6_addr.s6_addr).to_canonical());
                }
                _ => header = libc::CMSG_NXTHDR(message, header),
            }
        }
    }
    None
}
