//! Datagrams of all clients, taken in by batches, dated by the kernel.
//!
//! The generator sleeps between its own packets, so that nothing it receives wakes it: a network card would not run the
//! receiver on the sender's time either. The kernel's dates make delays independent of when it looks.
#![allow(unsafe_code)] // Messages in batches with ancillary data are to be had from libc alone.

use sfu_server::socket::{LARGEST_DATAGRAM, MediaSocket};
use std::io;
use std::mem::size_of;
use std::net::Ipv4Addr;
use std::os::fd::{AsFd, AsRawFd};
use std::ptr::{NonNull, addr_of_mut, null_mut};

/// Datagrams of one system call.
const BATCH: usize = 128;

/// Bytes of ancillary data, aligned as `cmsghdr` asks: address (32), date (32), losses (24).
#[derive(Clone, Copy)]
#[repr(C, align(8))]
struct Control([u8; 96]);

/// What `recvmmsg` writes to. The headers point into the same allocation.
#[repr(C)]
struct Slots {
    headers: [libc::mmsghdr; BATCH],
    pieces: [libc::iovec; BATCH],
    controls: [Control; BATCH],
    bytes: [[u8; LARGEST_DATAGRAM]; BATCH],
}

/// Memory for one batch.
pub(crate) struct Inbox {
    /// Owned; raw because its headers point into it, which a `Box` must not be.
    slots: NonNull<Slots>,
    filled: usize,
    overflowed: u32,
}

/// A datagram that came.
pub(crate) struct Arrival<'a> {
    /// The address that it came to.
    pub(crate) local: Ipv4Addr,
    /// When, in nanoseconds since the Unix epoch.
    pub(crate) at: u64,
    /// Its bytes.
    pub(crate) datagram: &'a mut [u8],
}

impl Inbox {
    /// Takes the memory; lets the kernel date what comes to the socket, count what it has no room for.
    ///
    /// # Errors
    /// The kernel's refusal.
    pub(crate) fn new(socket: &MediaSocket) -> io::Result<Self> {
        set(socket, libc::SO_TIMESTAMPNS)?;
        set(socket, libc::SO_RXQ_OVFL)?;
        // SAFETY: every field is made of integers and raw pointers, for which zero is a value.
        let slots = NonNull::from(Box::leak(unsafe { Box::<Slots>::new_zeroed().assume_init() }));
        Ok(Self {
            slots,
            filled: 0,
            overflowed: 0,
        })
    }

    /// Takes what waits; returns how many, 0 when nothing waits.
    ///
    /// # Errors
    /// The socket is broken.
    pub(crate) fn receive(&mut self, socket: &MediaSocket) -> io::Result<usize> {
        let slots = self.slots.as_ptr();
        for index in 0..BATCH {
            // SAFETY: the allocation lives, the index is checked, no reference into it exists.
            unsafe {
                let piece = addr_of_mut!((*slots).pieces[index]);
                (*piece).iov_base = addr_of_mut!((*slots).bytes[index]).cast();
                (*piece).iov_len = LARGEST_DATAGRAM;
                let header = addr_of_mut!((*slots).headers[index].msg_hdr);
                (*header).msg_iov = piece;
                (*header).msg_iovlen = 1;
                (*header).msg_control = addr_of_mut!((*slots).controls[index]).cast();
                (*header).msg_controllen = size_of::<Control>() as _;
            }
        }
        // SAFETY: BATCH headers live in the allocation, each with valid pointers and lengths into it.
        let got = unsafe {
            let headers = addr_of_mut!((*slots).headers).cast::<libc::mmsghdr>();
            let socket = socket.as_fd().as_raw_fd();
            libc::recvmmsg(
                socket,
                headers,
                BATCH as libc::c_uint,
                libc::MSG_DONTWAIT,
                null_mut(),
            )
        };
        self.filled = usize::try_from(got).unwrap_or(0);
        match io::Error::last_os_error() {
            error if got < 0 && error.kind() != io::ErrorKind::WouldBlock => Err(error),
            _ => Ok(self.filled),
        }
    }

    /// A datagram of the batch; nothing for one whose address or date the kernel did not tell.
    pub(crate) fn arrival(&mut self, index: usize) -> Option<Arrival<'_>> {
        assert!(index < self.filled, "a datagram of the batch");
        let slots = self.slots.as_ptr();
        // SAFETY: the index is below `filled`, so the kernel wrote `msg_len` bytes and the ancillary data of this slot;
        // the borrow of `self` keeps everybody else away from the bytes while they are lent.
        let (header, datagram) = unsafe {
            let message = (*slots).headers[index];
            let bytes = addr_of_mut!((*slots).bytes[index]).cast::<u8>();
            let len = (message.msg_len as usize).min(LARGEST_DATAGRAM);
            (message.msg_hdr, std::slice::from_raw_parts_mut(bytes, len))
        };
        let (mut local, mut at) = (None, None);
        // SAFETY: the macros walk within `msg_controllen` bytes that the kernel wrote; a header of a kind that was asked
        // for is followed by that kind's struct, read without asking for alignment.
        unsafe {
            let mut ancillary = libc::CMSG_FIRSTHDR(&raw const header);
            while !ancillary.is_null() {
                let data = libc::CMSG_DATA(ancillary);
                match ((*ancillary).cmsg_level, (*ancillary).cmsg_type) {
                    (libc::IPPROTO_IP, libc::IP_PKTINFO) => {
                        let to = data.cast::<libc::in_pktinfo>().read_unaligned().ipi_spec_dst;
                        local = Some(Ipv4Addr::from(u32::from_be(to.s_addr)));
                    }
                    (libc::SOL_SOCKET, libc::SCM_TIMESTAMPNS) => {
                        let time = data.cast::<libc::timespec>().read_unaligned();
                        at = Some(time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64);
                    }
                    (libc::SOL_SOCKET, libc::SO_RXQ_OVFL) => {
                        self.overflowed = data.cast::<u32>().read_unaligned();
                    }
                    _ => {}
                }
                ancillary = libc::CMSG_NXTHDR(&raw const header, ancillary);
            }
        }
        let (local, at) = (local?, at?);
        Some(Arrival { local, at, datagram })
    }

    /// Datagrams that the socket had no room for.
    pub(crate) fn overflowed(&self) -> u32 {
        self.overflowed
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        // SAFETY: made from a `Box` in `new`, freed once.
        drop(unsafe { Box::from_raw(self.slots.as_ptr()) });
    }
}

fn set(socket: &MediaSocket, option: libc::c_int) -> io::Result<()> {
    let (on, len): (libc::c_int, _) = (1, size_of::<libc::c_int>() as libc::socklen_t);
    // SAFETY: the value lives for the call and is as long as told.
    let done = unsafe {
        let socket = socket.as_fd().as_raw_fd();
        libc::setsockopt(socket, libc::SOL_SOCKET, option, (&raw const on).cast(), len)
    };
    if done == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stamp::wall_clock;
    use std::net::UdpSocket;

    #[test]
    fn a_datagram_comes_with_its_address_and_date() {
        let socket = MediaSocket::bind(([0, 0, 0, 0], 0).into()).unwrap();
        let mut inbox = Inbox::new(&socket).unwrap();
        assert_eq!(inbox.receive(&socket).unwrap(), 0);
        let before = wall_clock();
        let sender = UdpSocket::bind("127.0.0.1:0").unwrap();
        let to = Ipv4Addr::new(127, 1, 2, 3);
        sender.send_to(&[7; 9], (to, socket.local_addr().port())).unwrap();
        while inbox.receive(&socket).unwrap() == 0 {}
        let arrival = inbox.arrival(0).unwrap();
        assert_eq!((arrival.local, &*arrival.datagram), (to, &[7; 9][..]));
        assert!((before..=wall_clock()).contains(&arrival.at));
        assert_eq!(inbox.overflowed(), 0);
    }
}
