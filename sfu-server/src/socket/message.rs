//! Messages for one `sendmmsg`, each one datagram or a run for `UDP_SEGMENT`.

use super::control::Control;
use super::name::{Family, Name};
use std::io;
use std::os::fd::RawFd;
use std::ptr::{NonNull, addr_of_mut};
use transport::FiveTuple;

/// Messages of one system call.
const MESSAGES: usize = 128;

/// Pieces of memory of one system call.
const PIECES: usize = 1024;

/// Segments of one run: `UDP_MAX_SEGMENTS` of kernels before 6.9.
const SEGMENTS: usize = 64;

/// Bytes of one run: the longest UDP payload is 65,507, less what IPv6 extension headers may take.
const LONGEST_RUN: usize = 65_000;

/// What `sendmmsg` reads. The headers point into the same allocation, the pieces into the send arena.
#[repr(C)]
struct Slots {
    headers: [libc::mmsghdr; MESSAGES],
    pieces: [libc::iovec; PIECES],
    names: [Name; MESSAGES],
    controls: [Control; MESSAGES],
}

/// Where the messages of one destination go.
#[derive(Clone, Copy)]
pub(super) struct Way {
    name: Name,
    name_len: libc::socklen_t,
    control: Control,
    control_len: usize,
}

impl Way {
    /// The way of a 5-tuple; `None` when a socket of this family cannot go it.
    pub(super) fn new(family: Family, tuple: &FiveTuple) -> Option<Self> {
        let (name, name_len) = Name::new(family, tuple.remote)?;
        let mut control = Control::new();
        let control_len = control.set_source(family, tuple.local.ip());
        Some(Self {
            name,
            name_len,
            control,
            control_len,
        })
    }
}

/// The last message while it may still grow.
#[derive(Clone, Copy, Debug)]
struct Run {
    segment: usize,
    segments: usize,
    bytes: usize,
}

/// What is known of a message besides its header.
#[derive(Clone, Copy, Debug)]
struct Note {
    group: usize,
    segment: usize,
    datagrams: usize,
    control_len: usize,
}

/// Memory for the messages of one system call, allocated once.
#[derive(Debug)]
pub(super) struct Messages {
    /// Owned; raw because its headers point into it, which a `Box` must not be.
    slots: NonNull<Slots>,
    notes: Vec<Note>,
    pieces: usize,
    run: Option<Run>,
}

// SAFETY: the allocation belongs to this value alone; pointers to an arena in it are read only by `send`, whose caller
// answers for them.
unsafe impl Send for Messages {}

impl Messages {
    pub(super) fn new() -> Self {
        // SAFETY: every field is made of integers and raw pointers, for which zero is a value.
        let zeroed = unsafe { Box::<Slots>::new_zeroed().assume_init() };
        Self {
            slots: NonNull::from(Box::leak(zeroed)),
            notes: Vec::with_capacity(MESSAGES),
            pieces: 0,
            run: None,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.notes.len()
    }

    /// Whether `begin` has no room.
    pub(super) fn is_full(&self) -> bool {
        self.notes.len() == MESSAGES || self.pieces == PIECES
    }

    /// Which destination a message goes to.
    pub(super) fn group(&self, message: usize) -> usize {
        self.notes[message].group
    }

    /// How many datagrams a message carries.
    pub(super) fn datagrams(&self, message: usize) -> usize {
        self.notes[message].datagrams
    }

    /// Starts a message; `segmentation` lets it grow into a run.
    pub(super) fn begin(&mut self, group: usize, way: &Way, datagram: &[u8], segmentation: bool) {
        assert!(!self.is_full(), "the caller sends before");
        let index = self.notes.len();
        let slots = self.slots.as_ptr();
        // SAFETY: the allocation lives, the indices are checked, no reference into it exists.
        unsafe {
            (*slots).names[index] = way.name;
            (*slots).controls[index] = way.control;
            let header = addr_of_mut!((*slots).headers[index].msg_hdr);
            (*header).msg_name = addr_of_mut!((*slots).names[index]).cast();
            (*header).msg_namelen = way.name_len;
            (*header).msg_iov = addr_of_mut!((*slots).pieces[self.pieces]);
            (*header).msg_iovlen = 0;
            (*header).msg_control = addr_of_mut!((*slots).controls[index]).cast();
            (*header).msg_controllen = way.control_len as _;
        }
        self.notes.push(Note {
            group,
            segment: datagram.len(),
            datagrams: 1,
            control_len: way.control_len,
        });
        self.append(datagram);
        self.run = (segmentation && datagram.len() <= LONGEST_RUN).then_some(Run {
            segment: datagram.len(),
            segments: 1,
            bytes: datagram.len(),
        });
    }

    /// Adds a datagram to the last message where the rules of `UDP_SEGMENT` let it: equal sizes, the last may be shorter.
    pub(super) fn extend(&mut self, datagram: &[u8]) -> bool {
        let Some(mut run) = self.run.filter(|run| run.takes(datagram.len())) else {
            return false;
        };
        if self.pieces == PIECES {
            return false;
        }
        run.segments += 1;
        run.bytes += datagram.len();
        self.append(datagram);
        self.notes.last_mut().expect("a run has a message").datagrams += 1;
        if run.segments == 2 {
            self.announce_segments(run.segment);
        }
        self.run = (datagram.len() == run.segment).then_some(run);
        true
    }

    /// Lets the last message grow no more: the next datagram goes elsewhere.
    pub(super) fn end_run(&mut self) {
        self.run = None;
    }

    fn append(&mut self, datagram: &[u8]) {
        let slots = self.slots.as_ptr();
        // SAFETY: the message and its pieces were begun, so the indices are in use; the piece before is compared, not read.
        unsafe {
            let header = addr_of_mut!((*slots).headers[self.notes.len() - 1].msg_hdr);
            let start = datagram.as_ptr().cast_mut();
            if (*header).msg_iovlen > 0 {
                let last = addr_of_mut!((*slots).pieces[self.pieces - 1]);
                if (*last).iov_base.cast::<u8>().wrapping_add((*last).iov_len) == start {
                    (*last).iov_len += datagram.len();
                    return;
                }
            }
            (*slots).pieces[self.pieces] = libc::iovec {
                iov_base: start.cast(),
                iov_len: datagram.len(),
            };
            (*header).msg_iovlen += 1;
        }
        self.pieces += 1;
    }

    fn announce_segments(&mut self, size: usize) {
        let index = self.notes.len() - 1;
        let slots = self.slots.as_ptr();
        // SAFETY: the index is that of a begun message; nobody else refers to its control bytes meanwhile.
        unsafe {
            let control = &mut *addr_of_mut!((*slots).controls[index]);
            let used = control.set_segment(self.notes[index].control_len, size as u16);
            (*slots).headers[index].msg_hdr.msg_controllen = used as _;
        }
    }

    /// Sends the messages from `first` on; returns how many the kernel took.
    ///
    /// # Safety
    /// Every datagram of the messages is still where it was.
    pub(super) unsafe fn send(&mut self, socket: RawFd, first: usize) -> io::Result<usize> {
        assert!(first < self.notes.len(), "messages that wait");
        let count = (self.notes.len() - first) as libc::c_uint;
        // SAFETY: `count` headers from `first` were begun, so they point to live slots and to datagrams of the caller.
        let sent = unsafe {
            let headers = addr_of_mut!((*self.slots.as_ptr()).headers[first]);
            libc::sendmmsg(socket, headers, count, libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL)
        };
        usize::try_from(sent).map_err(|_| io::Error::last_os_error())
    }

    /// Whether a message is a run.
    pub(super) fn is_run(&self, message: usize) -> bool {
        self.notes[message].datagrams > 1
    }

    /// Sends the datagrams of a run one by one; returns how many the kernel took, stopping at its first refusal.
    ///
    /// # Safety
    /// As for `send`.
    pub(super) unsafe fn send_apart(&mut self, socket: RawFd, message: usize) -> (usize, Option<io::Error>) {
        let note = self.notes[message];
        let slots = self.slots.as_ptr();
        let mut sent = 0;
        // SAFETY: the header was begun; its pieces lie in a row, each holds whole segments (only the last datagram of a
        // run is shorter), so stepping by the segment size stays inside the caller's datagrams.
        unsafe {
            let header = (*slots).headers[message].msg_hdr;
            let pieces = std::slice::from_raw_parts(header.msg_iov, header.msg_iovlen);
            for piece in pieces {
                let mut at = 0;
                while at < piece.iov_len {
                    let mut one = libc::iovec {
                        iov_base: piece.iov_base.cast::<u8>().add(at).cast(),
                        iov_len: note.segment.min(piece.iov_len - at),
                    };
                    at += one.iov_len;
                    let mut single = header;
                    single.msg_iov = &raw mut one;
                    single.msg_iovlen = 1;
                    single.msg_controllen = note.control_len as _;
                    if libc::sendmsg(socket, &raw const single, libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL) < 0 {
                        return (sent, Some(io::Error::last_os_error()));
                    }
                    sent += 1;
                }
            }
        }
        (sent, None)
    }

    /// Forgets all messages.
    pub(super) fn clear(&mut self) {
        self.notes.clear();
        self.pieces = 0;
        self.run = None;
    }
}

impl Drop for Messages {
    fn drop(&mut self) {
        // SAFETY: made from a `Box` in `new`, freed once.
        drop(unsafe { Box::from_raw(self.slots.as_ptr()) });
    }
}

impl Run {
    fn takes(self, len: usize) -> bool {
        len <= self.segment && self.segments < SEGMENTS && self.bytes + len <= LONGEST_RUN
    }
}
