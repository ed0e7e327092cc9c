//! Datagrams taken in, a batch a system call.

use super::bind::MediaSocket;
use super::control::{Control, destination};
use super::name::Name;
use std::io;
use std::net::SocketAddr;
use std::os::fd::RawFd;
use std::ptr::{NonNull, addr_of_mut};
use transport::{FiveTuple, Protocol};

/// Datagrams of one system call.
pub const BATCH: usize = 64;

/// The longest datagram taken, in bytes; longer ones than an Ethernet frame holds have no place in WebRTC.
pub const LARGEST_DATAGRAM: usize = 2048;

/// What `recvmmsg` writes to. The headers point into the same allocation.
#[repr(C)]
struct Slots {
    headers: [libc::mmsghdr; BATCH],
    pieces: [libc::iovec; BATCH],
    names: [Name; BATCH],
    controls: [Control; BATCH],
    bytes: [[u8; LARGEST_DATAGRAM]; BATCH],
}

/// Memory for one batch of received datagrams, allocated once.
#[derive(Debug)]
pub struct Receiver {
    /// Owned; raw because its headers point into it, which a `Box` must not be.
    slots: NonNull<Slots>,
    filled: usize,
    local: SocketAddr,
    oversize: u64,
}

// SAFETY: the allocation belongs to this value alone.
unsafe impl Send for Receiver {}

impl Receiver {
    /// Takes the memory.
    #[must_use]
    pub fn new() -> Self {
        // SAFETY: every field is made of integers and raw pointers, for which zero is a value.
        let zeroed = unsafe { Box::<Slots>::new_zeroed().assume_init() };
        let slots = NonNull::from(Box::leak(zeroed));
        let receiver = Self {
            slots,
            filled: 0,
            local: SocketAddr::from(([0, 0, 0, 0], 0)),
            oversize: 0,
        };
        for index in 0..BATCH {
            receiver.point(index);
        }
        receiver
    }

    /// Lets a header point to its own slot.
    fn point(&self, index: usize) {
        let slots = self.slots.as_ptr();
        // SAFETY: the allocation lives, the index is below BATCH (indexing a place checks it), and no reference into it
        // exists: `datagram` lends one only while it borrows `self` mutably.
        unsafe {
            let piece = addr_of_mut!((*slots).pieces[index]);
            (*piece).iov_base = addr_of_mut!((*slots).bytes[index]).cast();
            (*piece).iov_len = LARGEST_DATAGRAM;
            let header = addr_of_mut!((*slots).headers[index].msg_hdr);
            (*header).msg_name = addr_of_mut!((*slots).names[index]).cast();
            (*header).msg_iov = piece;
            (*header).msg_iovlen = 1;
            (*header).msg_control = addr_of_mut!((*slots).controls[index]).cast();
        }
        self.rearm(index);
    }

    /// Gives a header back the lengths that the kernel overwrote.
    fn rearm(&self, index: usize) {
        // SAFETY: as in `point`.
        unsafe {
            let header = addr_of_mut!((*self.slots.as_ptr()).headers[index].msg_hdr);
            (*header).msg_namelen = Name::SPACE;
            (*header).msg_controllen = Control::SPACE as _;
        }
    }

    /// Takes what waits, up to [`BATCH`]; returns how many, 0 when nothing waits. The last batch is forgotten.
    ///
    /// # Errors
    /// The socket is broken; a signal or a destination's ICMP error is none.
    pub fn receive(&mut self, socket: &MediaSocket) -> io::Result<usize> {
        self.receive_from(socket, socket.raw())
    }

    /// The same of what tells of arrivals, where that comes apart: nobody is woken for it.
    ///
    /// # Errors
    /// As [`receive`](Self::receive).
    pub fn receive_arrivals(&mut self, socket: &MediaSocket) -> io::Result<usize> {
        match socket.raw_of_arrivals() {
            Some(raw) => self.receive_from(socket, raw),
            None => Ok(0),
        }
    }

    fn receive_from(&mut self, socket: &MediaSocket, raw: RawFd) -> io::Result<usize> {
        for index in 0..self.filled {
            self.rearm(index);
        }
        self.filled = 0;
        self.local = socket.local_addr();
        // SAFETY: BATCH headers live in the allocation, each with valid pointers and lengths into it (`point`).
        let got = unsafe {
            let headers = addr_of_mut!((*self.slots.as_ptr()).headers).cast::<libc::mmsghdr>();
            let flags = libc::MSG_DONTWAIT;
            libc::recvmmsg(raw, headers, BATCH as libc::c_uint, flags, std::ptr::null_mut())
        };
        match usize::try_from(got) {
            Ok(filled) => self.filled = filled,
            Err(_) => passing(io::Error::last_os_error())?,
        }
        Ok(self.filled)
    }

    /// A datagram of the batch with its way; `None` where it was too long or came from nowhere.
    pub fn datagram(&mut self, index: usize) -> Option<(FiveTuple, &mut [u8])> {
        assert!(index < self.filled, "a datagram of the batch");
        let slots = self.slots.as_ptr();
        // SAFETY: the index is below `filled`, so the kernel wrote name, control and `msg_len` bytes of this slot; the
        // borrow of `self` keeps everybody else away from the bytes while they are lent.
        let (header, name, bytes) = unsafe {
            let len = ((*slots).headers[index].msg_len as usize).min(LARGEST_DATAGRAM);
            let bytes = addr_of_mut!((*slots).bytes[index]).cast::<u8>();
            let bytes = std::slice::from_raw_parts_mut(bytes, len);
            ((*slots).headers[index].msg_hdr, (*slots).names[index], bytes)
        };
        if header.msg_flags & libc::MSG_TRUNC != 0 {
            self.oversize += 1;
            return None;
        }
        // SAFETY: the header is as the kernel left it, its control bytes are initialised (zeroed at the start).
        let local = unsafe { destination(&header) }.unwrap_or(self.local.ip());
        let tuple = FiveTuple {
            protocol: Protocol::Udp,
            local: SocketAddr::new(local, self.local.port()),
            remote: name.address()?,
        };
        Some((tuple, bytes))
    }

    /// Datagrams refused for their length since the start.
    #[must_use]
    pub fn oversize(&self) -> u64 {
        self.oversize
    }
}

impl Default for Receiver {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        // SAFETY: made from a `Box` in `new`, freed once.
        drop(unsafe { Box::from_raw(self.slots.as_ptr()) });
    }
}

/// Lets an error pass that means "nothing now".
fn passing(error: io::Error) -> io::Result<()> {
    match error.raw_os_error() {
        Some(
            libc::EAGAIN
            | libc::EINTR
            | libc::ECONNREFUSED
            | libc::EHOSTUNREACH
            | libc::ENETUNREACH
            | libc::ENOMEM,
        ) => Ok(()),
        _ => Err(error),
    }
}
